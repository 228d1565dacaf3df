package dev.perigee.gateway.upstream.stdio;

import dev.perigee.gateway.upstream.Connection;
import dev.perigee.gateway.upstream.Loss;
import dev.perigee.gateway.upstream.Loss.Cause;
import dev.perigee.gateway.upstream.Loss.Exit;
import dev.perigee.gateway.upstream.stdio.InstanceLog.Source;
import dev.perigee.process.Outcome;
import dev.perigee.process.ProgramStream;
import dev.perigee.process.RunningTree;
import dev.perigee.process.TreeEvent;
import dev.perigee.process.TreeListener;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Hears the process of a server and passes it on: lines of stdout to the connection, lines of stderr to the log.
/// Confined to the thread that supervises the process, but for the connection, which is there once it has started.
final class ServerProcess implements TreeListener {
    private static final int LAST_WORDS_CHARS_MAX = 300;
    private static final int TEXT_BYTES_MAX = 16 << 10;

    private final StdioSettings settings;
    private final Supplier<StdioSettings> ending;
    private final InstanceLog log;
    private final Connection.Listener listener;
    private final Lines stdout;
    private final Lines stderr;
    private @Nullable StdioConnection connection;
    private String lastWords = "";

    ServerProcess(
            StdioSettings settings, Supplier<StdioSettings> ending, InstanceLog log, Connection.Listener listener) {
        this.settings = settings;
        this.ending = ending;
        this.log = log;
        this.listener = listener;
        this.stdout = new Lines(settings.lineBytesMax(), new Lines.Sink() {
            @Override
            public void line(byte[] line) {
                connection().heard(line);
            }

            @Override
            public void tooLong(byte[] start) {
                connection().heardTooMuch(start);
            }
        });
        this.stderr = new Lines(InstanceLog.LINE_CHARS_MAX, new Lines.Sink() {
            @Override
            public void line(byte[] line) {
                said(line);
            }

            @Override
            public void tooLong(byte[] start) {
                said(start);
            }
        });
    }

    StdioConnection connection() {
        return Objects.requireNonNull(connection, "not started");
    }

    @Override
    public void started(RunningTree tree) {
        connection = new StdioConnection(tree, settings, ending, log, listener);
    }

    @Override
    public void happened(TreeEvent event) {
        switch (event) {
            case TreeEvent.TimeoutNear _ -> {}
            case TreeEvent.Terminating _ -> log.add(Source.GATEWAY, "asked to end (SIGTERM)");
            case TreeEvent.Killing _ -> log.add(Source.GATEWAY, "killed (SIGKILL), since it did not end when asked");
        }
    }

    @Override
    public void wrote(ProgramStream stream, long offset, ByteBuffer bytes) {
        switch (stream) {
            case STDOUT -> {
                if (!connection().isLost()) {
                    stdout.take(bytes);
                }
            }
            case STDERR -> stderr.take(bytes);
        }
    }

    @Override
    public void closed(ProgramStream stream) {
        switch (stream) {
            case STDOUT -> connection().closedByServer("closed its stdout");
            case STDERR -> {}
        }
    }

    @Override
    public void closedInput() {
        connection().closedByServer("closed its stdin");
    }

    @Override
    public void ended(Outcome outcome) {
        if (stderr.rest().length > 0) {
            said(stderr.rest());
        }
        String how = how(outcome);
        log.add(Source.GATEWAY, how);
        String words = lastWords.isEmpty() ? "" : "; its last words: " + lastWords;
        connection().ended(stdout.rest(), new Loss(Cause.GONE, "the server " + how + words, exit(outcome)));
    }

    private void said(byte[] line) {
        // Before it is cut, so that no part of a secret is left.
        String text = log.shown(text(line));
        log.add(Source.STDERR, text);
        if (!text.isBlank()) {
            lastWords = text.substring(0, Math.min(LAST_WORDS_CHARS_MAX, text.length()));
        }
    }

    private static String how(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Exited exited
            when exited.oomKills() > 0 ->
                "exited with code " + exited.exitCode() + " after the kernel had killed " + exited.oomKills()
                        + " of its processes, which took more memory than its limit";
            case Outcome.Exited exited ->
                exited.signal() == 0
                        ? "exited with code " + exited.exitCode()
                        : "was killed by signal " + exited.signal();
            case Outcome.TimedOut _ -> "ran out of time";
            case Outcome.Terminated _ -> "was ended";
        };
    }

    private static @Nullable Exit exit(Outcome outcome) {
        return outcome instanceof Outcome.Exited exited
                ? new Exit(exited.exitCode(), exited.signal(), exited.oomKills())
                : null;
    }

    /// The beginning of a line, for people.
    static String text(byte[] line) {
        return new String(line, 0, Math.min(line.length, TEXT_BYTES_MAX), StandardCharsets.UTF_8).stripTrailing();
    }
}
