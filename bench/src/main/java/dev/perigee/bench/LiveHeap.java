package dev.perigee.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// How much another JVM's live objects take, after a full collection, by the JDK's `jcmd`.
final class LiveHeap {
    private static final Pattern WHITESPACE = Pattern.compile("\\s+");

    private LiveHeap() {}

    static long bytes(long pid) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(List.of(jcmd.toString(), String.valueOf(pid), "GC.class_histogram"))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String total = output.lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow(() -> new IOException("no heap histogram of process " + pid + ": " + output));
        process.waitFor();
        String[] words = WHITESPACE.split(total.strip(), -1);
        return Long.parseLong(words[2]);
    }
}
