package dev.perigee.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FiguresTest {
    @Test
    void whatWasNotMeasuredIsSaidInOneLineAndLeftOutOfTheJson() {
        Figures figures = new Figures().add("here", 12.5, "us", "").notMeasured("absent", "it is\nnot installed");

        List<String> lines = printed(figures);

        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).startsWith("absent").endsWith("not measured: it is not installed");
        assertThat(lines.getLast()).isEqualTo("{\"benchmark\":\"some\",\"here\":12.5}");
        assertThat(figures.value("absent")).isEmpty();
        assertThat(figures.value("here")).hasValue(12.5);
    }

    private static List<String> printed(Figures figures) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        figures.print("some", new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
