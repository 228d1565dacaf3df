package dev.perigee.cli.send;

import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.command.Output;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// One command's end as JSON. Output that is not UTF-8 is in the `…Base64` field instead; `…TotalBytes` is there only
/// when output was cut off. A line that led to no command has the state `invalid`, `refused` or `unanswered` and no
/// id.
record Outcome(
        @Nullable Integer line,
        @Nullable String satellite,
        @Nullable String id,
        String state,
        @Nullable Integer exitCode,
        @Nullable String stdout,
        @Nullable String stdoutBase64,
        @Nullable Long stdoutTotalBytes,
        @Nullable String stderr,
        @Nullable String stderrBase64,
        @Nullable Long stderrTotalBytes,
        @Nullable Long durationMillis,
        @Nullable String error) {

    static Outcome of(@Nullable Integer line, CommandView command) {
        Verdict verdict = Verdict.of(command);
        boolean ran = verdict.durationMillis() >= 0;
        Output stdout = verdict.stdout();
        Output stderr = verdict.stderr();
        boolean output = ran || stdout.totalBytes() + stderr.totalBytes() > 0;
        return new Outcome(
                line,
                null,
                command.id().value(),
                command.state().wireName(),
                verdict.completed() ? verdict.exitCode() : null,
                output ? stdout.text().orElse(null) : null,
                output ? base64(stdout) : null,
                stdout.truncated() ? stdout.totalBytes() : null,
                output ? stderr.text().orElse(null) : null,
                output ? base64(stderr) : null,
                stderr.truncated() ? stderr.totalBytes() : null,
                ran ? verdict.durationMillis() : null,
                verdict.completed() ? null : verdict.why());
    }

    static Outcome without(int line, String state, String error) {
        return new Outcome(line, null, null, state, null, null, null, null, null, null, null, null, error);
    }

    /// The same with the name of the satellite.
    Outcome on(String name) {
        return new Outcome(
                line,
                name,
                id,
                state,
                exitCode,
                stdout,
                stdoutBase64,
                stdoutTotalBytes,
                stderr,
                stderrBase64,
                stderrTotalBytes,
                durationMillis,
                error);
    }

    boolean succeeded() {
        return exitCode != null && exitCode == 0;
    }

    private static @Nullable String base64(Output output) {
        return output.text().isPresent() ? null : Base64.getEncoder().encodeToString(output.bytes());
    }
}
