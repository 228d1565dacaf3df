package dev.perigee.it;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The client commands of a user whose control plane keeps its data in one directory.
record Perigee(Processes processes, Path data) {
    private static final Duration STATE_MAX = Duration.ofSeconds(20);

    /// Runs `command words…`, for example `send` or `token create` with `--expires`, `1h`.
    Ran run(String command, String... words) throws Exception {
        return processes.run(with(command, words));
    }

    Ran runWithInput(String input, String command, String... words) throws Exception {
        RunningPerigee client = start(command, words);
        try (OutputStream stdin = client.stdin()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        return client.awaitExit();
    }

    /// Starts a client command and leaves it running.
    RunningPerigee start(String command, String... words) throws Exception {
        return processes.start(with(command, words));
    }

    /// Submits a program to a satellite and returns the command's id.
    String submit(String satellite, String... program) throws Exception {
        String[] words = Stream.concat(Stream.of("--no-wait", satellite, "--"), Stream.of(program))
                .toArray(String[]::new);
        return run("send", words).out().strip();
    }

    JsonNode command(String id) throws Exception {
        return run("command", id, "-o", "json").json();
    }

    void awaitState(String id, String state) throws Exception {
        operator().awaitState(id, state, STATE_MAX);
    }

    /// For what is asked again and again: a process of its own for each question would take the time of the others.
    Operator operator() throws IOException {
        return Operator.of(data);
    }

    /// The commands in a state, at most the 1,000 newest.
    List<JsonNode> commands(String state) throws Exception {
        return operator().commands(state);
    }

    private String[] with(String command, String... words) {
        return Stream.of(command.split(" "), new String[] {"--data", data.toString()}, words)
                .flatMap(Stream::of)
                .toArray(String[]::new);
    }
}
