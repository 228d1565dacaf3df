package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Many commands from one file: every result is what the same program gives here, and nothing runs twice.
final class ManyIT {
    private static final Path REAL_FILES = Path.of("/usr/share");
    private static final int COMMANDS = 1000;
    private static final long FILE_BYTES_MAX = 200 * 1024;

    @RegisterExtension
    static final Processes PROCESSES = Processes.untilClassEnds();

    @TempDir
    static Path data;

    @BeforeAll
    static void up() throws Exception {
        PROCESSES.start("up", "--port", "0", "--data", data.toString()).awaitReady();
    }

    private final Perigee perigee = new Perigee(PROCESSES, data);

    @Test
    void aThousandRealCommandsGiveWhatTheSameProgramsGiveHere(@TempDir Path directory) throws Exception {
        List<List<String>> programs = realPrograms();
        assertThat(programs).hasSize(COMMANDS);
        Path file = directory.resolve("commands.ndjson");
        Files.write(
                file,
                programs.stream()
                        .map(run -> line(Map.of("to", "local", "run", run)))
                        .toList());

        Ran ran = perigee.run("send", "--file", file.toString());

        assertThat(ran.err()).isEmpty();
        assertThat(ran.exitCode()).isZero();
        List<JsonNode> outcomes = inOrder(ran);
        assertThat(outcomes).hasSize(COMMANDS);
        for (int i = 0; i < COMMANDS; i++) {
            JsonNode outcome = outcomes.get(i);
            Ran here = Ran.here(programs.get(i));
            assertThat(outcome.path("state").asString()).isEqualTo("completed");
            assertThat(outcome.path("exitCode").asInt()).isEqualTo(here.exitCode());
            assertThat(bytes(outcome, "stdout")).as(programs.get(i).toString()).isEqualTo(here.stdout());
            assertThat(bytes(outcome, "stderr")).as(programs.get(i).toString()).isEqualTo(here.stderr());
        }
    }

    @Test
    void badLinesAreReportedWithTheirNumbersAndDoNotStopTheOthers() throws Exception {
        Ran ran = perigee.runWithInput("""
                {"to":"local","run":["echo","1"]}
                {"to":"local","run":["echo","2"]
                {"to":"local","run":"echo"}
                {"to":"local","run":["echo","4"],"tiemout":"5s"}
                {"to":"nowhere","run":["echo","5"]}
                {"to":"local","run":["echo","6"],"timeout":"5x"}
                {"to":"local"}
                {"to":"local","run":["sh","-c","exit 8"]}
                {"to":"local","run":["echo","9"]}""", "send", "--file", "-");
        assertThat(ran.exitCode()).isEqualTo(1);
        List<JsonNode> outcomes = inOrder(ran);
        assertThat(outcomes)
                .extracting(it -> it.path("state").asString())
                .containsExactly(
                        "completed",
                        "invalid",
                        "invalid",
                        "invalid",
                        "refused",
                        "invalid",
                        "invalid",
                        "completed",
                        "completed");
        assertThat(outcomes.get(7).path("exitCode").asInt()).isEqualTo(8);
        assertThat(outcomes.get(8).path("stdout").asString()).isEqualTo("9\n");
        for (String complaint : List.of("line 2: ", "line 3: ", "line 5: ", "line 6: ", "line 7: ")) {
            assertThat(ran.err().lines())
                    .filteredOn(it -> it.startsWith("perigee: " + complaint))
                    .hasSize(1);
        }
        assertThat(ran.err()).contains("line 4: ", "did you mean \"timeout\"", "nowhere", "5x");
    }

    @Test
    void theSameFileAgainRunsNothingTwice(@TempDir Path directory) throws Exception {
        int count = 100;
        Path log = directory.resolve("log");
        Path file = directory.resolve("commands.ndjson");
        Files.write(
                file,
                IntStream.rangeClosed(1, count)
                        .mapToObj(i -> line(Map.of(
                                "to",
                                "local",
                                "run",
                                List.of("sh", "-c", "echo " + i + " >> " + log),
                                "key",
                                directory + "-" + i)))
                        .toList());

        Ran first = perigee.run("send", "--file", file.toString());
        Ran second = perigee.run("send", "--file", file.toString());

        assertThat(first.exitCode()).isZero();
        assertThat(second.exitCode()).isZero();
        assertThat(Files.readAllLines(log))
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, count)
                        .mapToObj(String::valueOf)
                        .toList());
        assertThat(inOrder(second)).isEqualTo(inOrder(first)).hasSize(count);
    }

    private static List<List<String>> realPrograms() throws IOException {
        List<Path> files = realFiles();
        int step = Math.max(1, files.size() / COMMANDS);
        List<List<String>> programs = new ArrayList<>();
        for (int i = 0; i < COMMANDS; i++) {
            Path file = files.get(i * step % files.size());
            Path next = files.get((i * step + 1) % files.size());
            programs.add(
                    switch (i % 5) {
                        case 0 -> List.of("gzip", "-nc", file.toString());
                        case 1 -> List.of("tar", "-C", "/", "-cf", "-", inRoot(file), inRoot(next));
                        case 2 -> List.of("sha256sum", "-b", file.toString(), next.toString());
                        default -> List.of("sha256sum", file.toString());
                    });
        }
        return programs;
    }

    private static String inRoot(Path file) {
        return file.toString().substring(1);
    }

    private static List<Path> realFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(REAL_FILES, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && attributes.size() <= FILE_BYTES_MAX && Files.isReadable(file)) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(files);
        return files;
    }

    /// The outcomes by line; each line has exactly one.
    private static List<JsonNode> inOrder(Ran ran) {
        List<JsonNode> outcomes = ran.jsonLines().stream()
                .sorted(Comparator.comparingInt(it -> it.path("line").asInt()))
                .toList();
        assertThat(outcomes)
                .extracting(it -> it.path("line").asInt())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, outcomes.size()).boxed().toList());
        return outcomes;
    }

    private static byte[] bytes(JsonNode outcome, String stream) {
        JsonNode base64 = outcome.path(stream + "Base64");
        return base64.isString()
                ? Base64.getDecoder().decode(base64.asString())
                : outcome.path(stream).asString().getBytes(StandardCharsets.UTF_8);
    }

    private static String line(Map<String, ?> fields) {
        return JsonMapper.shared().writeValueAsString(fields);
    }
}
