package dev.perigee.cli.support;

import dev.perigee.cli.Cli;
import dev.perigee.cli.run.Deployables;
import dev.perigee.cli.run.Foreground;
import dev.perigee.cli.shell.Interrupts;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Streams;
import dev.perigee.cli.shell.Time;
import dev.perigee.satellite.SatelliteConfig;
import dev.perigee.server.ServerConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// One run of the program: its exit code and what it wrote. Time passes only by its own pauses.
@SuppressWarnings("ArrayRecordComponent") // a program's output is bytes; nobody compares runs
public record Ran(int exitCode, byte[] stdoutBytes, String stderr) {
    public String stdout() {
        return new String(stdoutBytes, StandardCharsets.UTF_8);
    }

    /// Runs a client command against `server`.
    public static Ran client(FakeControlPlane server, String input, String... words) {
        return run(Interrupts.LEFT_ALONE, Map.of(), input, at(server, words));
    }

    /// The same, with somebody at the keyboard.
    public static Ran client(Interrupts interrupts, FakeControlPlane server, String... words) {
        return run(interrupts, Map.of(), "", at(server, words));
    }

    private static String[] at(FakeControlPlane server, String... words) {
        return Stream.concat(
                        Stream.of(words[0], "--server", server.url(), "--key", "operator"),
                        Stream.of(words).skip(1))
                .toArray(String[]::new);
    }

    public static Ran with(Map<String, String> environment, String input, String... words) {
        return run(Interrupts.LEFT_ALONE, environment, input, words);
    }

    /// With somebody at the keyboard, and no control plane.
    public static Ran with(Interrupts interrupts, String... words) {
        return run(interrupts, Map.of(), "", words);
    }

    private static Ran run(Interrupts interrupts, Map<String, String> environment, String input, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Shell quiet = shell(environment, input, out, err);
        Shell shell = new Shell(quiet.streams(), quiet.environment(), quiet.time(), quiet.random(), interrupts);
        int exitCode = new Cli(shell, new NoDeployables(), new Foreground((_, _) -> {})).run(words);
        return new Ran(exitCode, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    public static Shell shell(
            Map<String, String> environment, String input, ByteArrayOutputStream out, ByteArrayOutputStream err) {
        AtomicReference<Instant> now = new AtomicReference<>(Views.SUBMITTED);
        Time time = new Time(now::get, length -> now.updateAndGet(instant -> instant.plus(length)));
        Streams streams = new Streams(
                new ByteArrayInputStream(Views.utf8(input)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        return new Shell(streams, environment, time, new Random(1), Interrupts.LEFT_ALONE);
    }

    private static final class NoDeployables implements Deployables {
        @Override
        public Server start(ServerConfig config) {
            throw new IllegalStateException("not in this test");
        }

        @Override
        public Satellite start(SatelliteConfig config) {
            throw new IllegalStateException("not in this test");
        }

        @Override
        public boolean registered(SatelliteConfig config) {
            return false;
        }
    }
}
