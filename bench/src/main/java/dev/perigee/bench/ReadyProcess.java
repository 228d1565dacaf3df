package dev.perigee.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A program that says in its first line where it is to be reached. Ended by `close`.
final class ReadyProcess implements AutoCloseable {
    private static final long STOP_MAX_SECONDS = 15;

    private final Process process;
    private final URI url;

    private ReadyProcess(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /// Starts `command` and waits for a line with `key=URL`. What it logs goes to `log`.
    static ReadyProcess start(List<String> command, String key, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PERIGEE_"));
        Process process = builder.start();
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        Matcher ready = Pattern.compile("(?:^|.*\\s)" + key + "=(\\S+).*").matcher(line == null ? "" : line);
        if (!ready.matches()) {
            process.destroyForcibly();
            throw new IOException(command + " printed no " + key + "=URL: " + line + "\n" + Files.readString(log));
        }
        return new ReadyProcess(process, URI.create(ready.group(1)));
    }

    URI url() {
        return url;
    }

    long pid() {
        return process.pid();
    }

    /// The processor time that it has taken.
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /// What it has in memory.
    long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .sum();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, STOP_MAX_SECONDS, TimeUnit.SECONDS)
                .join();
        process.destroyForcibly();
    }
}
