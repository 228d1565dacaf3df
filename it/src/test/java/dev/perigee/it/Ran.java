package dev.perigee.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a program did: its exit code and every byte that it wrote.
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record Ran(int exitCode, byte[] stdout, byte[] stderr) {
    private static final Duration MAX = Duration.ofMinutes(2);

    /// Runs a program here, directly.
    static Ran here(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("ran", ".out");
        Path err = Files.createTempFile("ran", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(MAX.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + MAX + ": " + command);
            }
            return new Ran(process.exitValue(), Files.readAllBytes(out), Files.readAllBytes(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    static Ran here(String... command) throws IOException, InterruptedException {
        return here(List.of(command));
    }

    String out() {
        return new String(stdout, StandardCharsets.UTF_8);
    }

    String err() {
        return new String(stderr, StandardCharsets.UTF_8);
    }

    /// Stdout as one JSON document.
    JsonNode json() {
        return JsonMapper.shared().readTree(out());
    }

    /// Stdout as JSON lines.
    List<JsonNode> jsonLines() {
        return out().lines().map(JsonMapper.shared()::readTree).toList();
    }

    @Override
    public String toString() {
        return "exit code " + exitCode + ", stdout: " + out() + ", stderr: " + err();
    }
}
