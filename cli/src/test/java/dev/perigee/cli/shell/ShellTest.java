package dev.perigee.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void theNearestWordIsFoundAndAGuessIsNotMade() {
        List<String> known = List.of("lease", "attempts-max", "result-grace");
        assertThat(Nearest.to("leese", known)).contains("lease");
        assertThat(Nearest.to("attemps-max", known)).contains("attempts-max");
        assertThat(Nearest.to("elase", known)).contains("lease");
        assertThat(Nearest.to("zzzzzz", known)).isEmpty();
        assertThat(Nearest.hint("zzzzzz", known)).isEqualTo("expected one of lease, attempts-max, result-grace");
    }

    @Test
    void aSwapOfTwoLettersIsOneMistake() {
        assertThat(Nearest.distance("abcd", "abdc")).isEqualTo(1);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    }

    @Test
    void columnsAreAlignedAndControlCharactersCannotReachTheTerminal() {
        Table table = new Table("A", "LONG");
        table.row("longer", "x");
        table.row("\u001b[31mred", "y\nz");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        table.print(new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("A         LONG", "longer    x", "?[31mred  y z");
    }

    @Test
    void timesAreToldAsPeopleSayThem() {
        assertThat(Ago.of(null, NOW)).isEqualTo("never");
        assertThat(Ago.of(NOW.minusMillis(200), NOW)).isEqualTo("now");
        assertThat(Ago.of(NOW.minusSeconds(90), NOW)).isEqualTo("90s ago");
        assertThat(Ago.of(NOW.minus(Duration.ofMinutes(90)), NOW)).isEqualTo("90m ago");
        assertThat(Ago.of(NOW.minus(Duration.ofDays(3)), NOW)).isEqualTo("3d ago");
        assertThat(Ago.of(NOW.plusSeconds(30), NOW)).isEqualTo("in 30s");
    }
}
