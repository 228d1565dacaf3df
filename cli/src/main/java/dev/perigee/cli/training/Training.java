package dev.perigee.cli.training;

import dev.perigee.cli.Cli;
import dev.perigee.cli.Main;
import dev.perigee.cli.run.Applications;
import dev.perigee.cli.run.Foreground;
import dev.perigee.cli.shell.Interrupts;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Streams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Lives a typical life of the program once, in one JVM, so that an AOT cache knows its classes: `server DATA` runs
/// `up` with clients beside it, `client DATA` only client commands, against the `up` that runs on the directory.
/// Whatever does not behave as expected throws, and fails the build.
public final class Training {
    private static final int ROUNDS = 20;

    private final Path data;
    private final Shell real = Main.shell();

    private Training(Path data) {
        this.data = data;
    }

    public static void main(String[] words) throws IOException, InterruptedException {
        Training training = new Training(Path.of(words[1]));
        switch (words[0]) {
            case "server" -> training.up();
            case "client" -> {
                training.words();
                training.clients();
                training.nobodyAnswers();
            }
            default -> throw new IllegalArgumentException(words[0] + ": expected server or client");
        }
    }

    private void words() {
        expect(0, "perigee ", "version");
        expect(0, "Usage: perigee", "--help");
        expect(0, "Usage: perigee send", "send", "--help");
        expect(125, "", "sned");
    }

    /// The way to the network and back, with nobody at the other end.
    private void nobodyAnswers() {
        String[] nowhere = {"--server", "http://127.0.0.1:9", "--key", "none"};
        expect(125, "", with(List.of("satellites"), nowhere));
        expect(125, "", with(List.of("send", "local", "--ping"), nowhere));
        expect(125, "", "mcp", "servers", "--door", "http://127.0.0.1:9/mcp");
        expect(125, "", "mcp", "call", "nothing", "--door", "http://127.0.0.1:9/mcp");
    }

    private void up() throws IOException, InterruptedException {
        Foreground foreground = new Foreground((_, _) -> {});
        ReadyLine ready = new ReadyLine();
        Shell shell = shell(new PrintStream(ready, true, StandardCharsets.UTF_8));
        AtomicInteger code = new AtomicInteger(-1);
        Thread up = Thread.ofPlatform().name("up").start(() -> {
            try {
                code.set(new Cli(shell, new Applications(), foreground)
                        .run("up", "--port", "0", "--mcp-port", "0", "--data", data.toString()));
            } finally {
                ready.giveUp();
            }
        });
        try {
            ready.await();
            clients();
            expect(0, "lease: 15s", "server", "--print-config");
        } finally {
            foreground.stop();
            up.join();
        }
        if (code.get() != 0) {
            throw new IllegalStateException("up ended with exit code " + code);
        }
    }

    private void clients() throws IOException {
        String[] here = {"--data", data.toString()};
        for (int i = 0; i < ROUNDS; i++) {
            expect(0, "answered", with(List.of("send", "--ping", "local"), here));
            expect(0, "", with(List.of("send"), "--data", data.toString(), "local", "--", "true"));
        }
        expect(0, "hello", with(List.of("send"), "--data", data.toString(), "local", "--", "echo", "hello"));
        expect(0, "\"state\":\"completed\"", with(List.of("send", "local", "-o", "json", "--ping"), here));
        Path file = data.resolve("training.ndjson");
        Files.writeString(file, "{\"to\":\"local\",\"run\":[\"echo\",\"hello\"]}\n".repeat(ROUNDS));
        expect(0, "\"exitCode\":0", with(List.of("send", "--file", file.toString()), here));
        expect(0, "local", with(List.of("satellites"), here));
        expect(0, "completed", with(List.of("commands"), here));
        expect(0, "token", with(List.of("token", "create", "-o", "json"), here));
    }

    private static String[] with(List<String> first, String... more) {
        return Stream.concat(first.stream(), Stream.of(more)).toArray(String[]::new);
    }

    private void expect(int exitCode, String output, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = new Cli(
                        shell(new PrintStream(out, false, StandardCharsets.UTF_8)),
                        new Applications(),
                        new Foreground((_, _) -> {}))
                .run(words);
        String text = out.toString(StandardCharsets.UTF_8);
        if (code != exitCode || !text.contains(output)) {
            throw new IllegalStateException(
                    "perigee " + String.join(" ", words) + " ended with exit code " + code + " and printed: " + text);
        }
    }

    private Shell shell(PrintStream out) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(name -> name.startsWith("PERIGEE_"));
        PrintStream err = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        Streams streams = new Streams(InputStream.nullInputStream(), out, err, false);
        return new Shell(streams, environment, real.time(), real.random(), Interrupts.LEFT_ALONE);
    }
}
