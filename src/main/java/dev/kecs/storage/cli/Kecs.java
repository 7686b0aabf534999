package dev.kecs.storage.cli;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.StorageException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code kecs} command. An error is one line on the standard error. The exit code is 0 if the
 * command succeeded, 2 if it was called wrongly, 1 otherwise.
 */
@Command(
    name = "kecs",
    description = "Keeps the state of an ECS-compatible control plane in PostgreSQL.",
    footer = {"", "Begin with:  kecs start", "More about a command:  kecs COMMAND --help"},
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Kecs.Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class Kecs {
  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Log what goes on in detail, and print the stack trace of an error.")
  private boolean verbose;

  private Kecs() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    StopSignal signal = StopSignal.expect();
    int exitCode = ExitCode.SOFTWARE;
    try {
      exitCode = new Kecs().run(signal, arguments);
    } catch (LinkageError | VirtualMachineError e) {
      System.err.println("kecs: " + e);
    } finally {
      signal.exit(exitCode);
    }
  }

  private int run(StopSignal signal, String[] arguments) {
    CommandLine command =
        new CommandLine(this)
            .addSubcommand(new StartCommand(signal))
            .addSubcommand(new MigrateCommand())
            // As the values of variables.
            .registerConverter(String.class, String::strip)
            .registerConverter(Path.class, text -> Path.of(text.strip()))
            .setExecutionStrategy(this::execute)
            .setParameterExceptionHandler(
                (e, given) -> calledWrongly(e.getCommandLine(), messageOf(e)))
            .setExecutionExceptionHandler(this::failed);
    if (arguments.length == 0) {
      command.usage(command.getErr());
      return ExitCode.USAGE;
    }
    return command.execute(arguments);
  }

  private int execute(ParseResult parsed) {
    CommandLogging.configure(verbose);
    return new CommandLine.RunLast().execute(parsed);
  }

  private static int calledWrongly(CommandLine command, String message) {
    String help = command.getCommandSpec().qualifiedName() + " --help";
    command.getErr().println("kecs: " + oneLine(message) + " (see '" + help + "')");
    return ExitCode.USAGE;
  }

  /** An unexpected argument may be a URL with a password, so it is not printed. */
  private static String messageOf(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return String.valueOf(e.getMessage()).replaceFirst("^Error: ", "");
    }
    String argument = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
    String shown = argument.matches("[A-Za-z0-9-]{1,40}") ? " " + argument : "";
    return (argument.startsWith("-") ? "unknown option" : "unexpected argument") + shown;
  }

  private int failed(Exception e, CommandLine command, ParseResult given) {
    if (verbose) {
      e.printStackTrace(command.getErr());
    }
    if (e instanceof InvalidValueException) {
      return calledWrongly(command, String.valueOf(e.getMessage()));
    }
    String message =
        e instanceof StorageException
            ? String.valueOf(e.getMessage())
            : "unexpected error, --verbose tells more: " + e;
    command.getErr().println("kecs: " + oneLine(message));
    return ExitCode.SOFTWARE;
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** Returns the version from the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Kecs.class.getPackage().getImplementationVersion();
      return new String[] {"kecs " + (version == null ? "(not from a jar)" : version)};
    }
  }
}
