package dev.perigee.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A control plane of the real binary, with a satellite or without, each a process of its own with the settings it has
/// by default, but for how often one may call.
final class Deployment implements AutoCloseable {
    private static final Pattern READY_AT = Pattern.compile("perigee ready .*server=(\\S+).*");
    // What is measured is what it can do, not what one caller may ask of it.
    private static final String UNLIMITED = """
            limits:
              operator-rate: 1000000
              operator-burst: 1000000
              satellite-rate: 1000000
              satellite-burst: 1000000
              registration-address-rate: 1000000
              registration-address-burst: 1000000
              registration-rate: 1000000
              registration-burst: 1000000
            """;
    private static final long STOP_MAX_SECONDS = 15;

    private final Path binary;
    private final Path data;
    private final Deque<Process> processes = new ArrayDeque<>();
    private final URI server;

    private Deployment(Path root, Path data, String more) throws IOException {
        this.binary = root.resolve("dist/bin/perigee").toAbsolutePath();
        this.data = data.toAbsolutePath();
        Path serverData = this.data.resolve("server");
        Path config = Files.writeString(
                this.data.resolve("server.yaml"), "port: 0\ndata: " + serverData + "\n" + UNLIMITED + more);
        this.server = URI.create(start("server", config));
    }

    /// A control plane alone.
    static Deployment ofServer(Path root, Path data) throws IOException {
        return ofServer(root, data, "");
    }

    /// A control plane alone, with `more` lines of configuration.
    static Deployment ofServer(Path root, Path data, String more) throws IOException {
        return new Deployment(root, data, more);
    }

    /// A control plane, and a satellite called `local`.
    static Deployment ofBoth(Path root, Path data) throws IOException, InterruptedException {
        Deployment deployment = new Deployment(root, data, "");
        try {
            deployment.addSatellite();
            return deployment;
        } catch (IOException | InterruptedException e) {
            deployment.close();
            throw e;
        }
    }

    private void addSatellite() throws IOException, InterruptedException {
        Path serverData = data.resolve("server");
        String token = output("token", "create", "--data", serverData.toString());
        Path satellite = Files.writeString(
                this.data.resolve("satellite.yaml"),
                "server: " + server + "\nid: local\ndata: " + this.data.resolve("satellite") + "\nregistration-token: "
                        + token + "\n");
        start("satellite", satellite);
    }

    /// The processor time that the control plane has taken.
    record Cpu(Duration time) {
        Duration since(Cpu before) {
            return time.minus(before.time());
        }
    }

    long serverPid() {
        return processes.getLast().pid();
    }

    Cpu cpu() {
        return new Cpu(processes.getLast().info().totalCpuDuration().orElse(Duration.ZERO));
    }

    URI server() {
        return server;
    }

    String operatorKey() throws IOException {
        return Files.readString(data.resolve("server").resolve("operator.key")).strip();
    }

    @Override
    public void close() {
        while (!processes.isEmpty()) {
            Process process = processes.pop();
            process.destroy();
            process.onExit()
                    .completeOnTimeout(process, STOP_MAX_SECONDS, TimeUnit.SECONDS)
                    .join();
            process.destroyForcibly();
        }
    }

    /// Starts a deployable and returns the server's URL from its ready line.
    private String start(String what, Path config) throws IOException {
        Path log = data.resolve(what + ".log");
        Process process = new ProcessBuilder(binary.toString(), what, "--config", config.toString())
                .redirectError(log.toFile())
                .start();
        processes.push(process);
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        Matcher ready = READY_AT.matcher(line == null ? "" : line);
        if (!ready.matches()) {
            throw new IOException("perigee " + what + " did not become ready: " + line + "\n" + Files.readString(log));
        }
        return ready.group(1);
    }

    private String output(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException("perigee " + String.join(" ", arguments) + " failed");
        }
        return output;
    }
}
