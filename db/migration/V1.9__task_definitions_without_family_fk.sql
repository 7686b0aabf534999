-- A registration takes the family's row and inserts the definition in one statement, and no family is ever deleted:
-- the check cost each registration a tenth of its time, and could find nothing.
ALTER TABLE task_definitions DROP CONSTRAINT task_definitions_family_fk;
