package dev.perigee.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much memory of the machine another process takes, as Linux tells.
final class Resident {
    private static final String LINE = "VmRSS:";

    private Resident() {}

    static long bytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                .filter(line -> line.startsWith(LINE))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D+", "")))
                .findFirst()
                .orElseThrow(() -> new IOException("process " + pid + " does not tell its memory"));
    }
}
