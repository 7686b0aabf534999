package dev.kecs.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README and the pages lead where they say, and the README stays short enough to be read. */
class LinksTest {
  private static final Path README = Path.of("README.md");
  private static final Path PAGES = Path.of("src/site/markdown");
  private static final int LONGEST_README = 349;

  private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^ *```.*?^ *```$");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(README, Path.of("CHANGELOG.md")));
    try (Stream<Path> files = Files.walk(PAGES)) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsToAFileAndAHeadingInIt(Path page) throws IOException {
    List<String> broken = new ArrayList<>();
    for (String link : links(page)) {
      URI target = URI.create(link);
      if (target.isAbsolute()) {
        continue;
      }
      Path file =
          target.getPath().isEmpty() ? page : page.resolveSibling(target.getPath()).normalize();
      if (!Files.exists(file)) {
        broken.add(link + ": no such file");
      } else if (target.getFragment() != null && !anchors(file).contains(target.getFragment())) {
        broken.add(link + ": no such heading");
      }
    }

    assertThat(broken).as("broken links of " + page).isEmpty();
  }

  @Test
  void everyPageIsReachedFromTheReadme() throws IOException {
    Set<Path> reached = new TreeSet<>();
    follow(README, reached);

    assertThat(reached).containsAll(pages());
  }

  @Test
  void theReadmeIsShortEnoughToBeRead() throws IOException {
    assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(LONGEST_README);
  }

  private static void follow(Path page, Set<Path> reached) throws IOException {
    if (!reached.add(page)) {
      return;
    }
    for (String link : links(page)) {
      URI target = URI.create(link);
      if (!target.isAbsolute() && target.getPath().endsWith(".md")) {
        follow(page.resolveSibling(target.getPath()).normalize(), reached);
      }
    }
  }

  private static List<String> links(Path page) throws IOException {
    String text = CODE_BLOCK.matcher(Files.readString(page)).replaceAll("");
    return LINK.matcher(CODE.matcher(text).replaceAll("")).results().map(m -> m.group(1)).toList();
  }

  /** What GitHub makes of headings: words in small letters, joined by hyphens. */
  private static Set<String> anchors(Path page) throws IOException {
    Map<String, Integer> seen = new HashMap<>();
    Set<String> anchors = new TreeSet<>();
    String text = CODE_BLOCK.matcher(Files.readString(page)).replaceAll("");
    for (MatchResult heading : HEADING.matcher(text).results().toList()) {
      String anchor =
          heading
              .group(1)
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N} _-]", "")
              .replace(' ', '-');
      int before = seen.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
    }
    return anchors;
  }
}
