package dev.perigee.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What docs/security.md says is defended is tested: each test that it names is there.
final class SecurityPageTest {
    private static final Path PAGE = Path.of("..", "docs", "security.md");
    private static final Pattern NAMED = Pattern.compile("\\b([A-Z]\\w+)#(\\w+)");
    /// As `Sources` says where a method is: file, line, name.
    private static final Pattern PLACE = Pattern.compile(".*/([A-Z]\\w+)\\.java:\\d+ (\\w+)");

    @Test
    void eachTestThatItNamesIsThere() throws IOException {
        List<String> named = named();
        assertThat(named).hasSizeGreaterThan(20);
        assertThat(tests()).containsAll(named);
    }

    @Test
    void eachDefenceNamesATest() throws IOException {
        List<String> without = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| ") && line.contains(" | "))
                .filter(line -> !line.startsWith("| attack ") && !line.startsWith("| --"))
                .filter(line -> !NAMED.matcher(line).find())
                .toList();
        assertThat(without).isEmpty();
    }

    private static List<String> named() throws IOException {
        return NAMED.matcher(Files.readString(PAGE))
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
    }

    private static Set<String> tests() throws IOException {
        return Sources.methods().stream()
                .map(Sources.Method::place)
                .filter(place -> place.contains("/test/") || place.startsWith("testkit/"))
                .map(PLACE::matcher)
                .filter(Matcher::matches)
                .map(place -> place.group(1) + "#" + place.group(2))
                .collect(Collectors.toSet());
    }
}
