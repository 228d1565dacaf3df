package dev.perigee.protocol.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.perigee.protocol.BadValue;
import org.jspecify.annotations.Nullable;

/// What a command came to on the satellite. The JSON field `outcome` says which.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
    @JsonSubTypes.Type(Result.Completed.class),
    @JsonSubTypes.Type(Result.Failed.class),
    @JsonSubTypes.Type(Result.TimedOut.class),
    @JsonSubTypes.Type(Result.Interrupted.class),
    @JsonSubTypes.Type(Result.Cancelled.class),
    @JsonSubTypes.Type(Result.Unsupported.class)
})
public sealed interface Result {
    /// Ran to its end. A program killed by signal n from elsewhere has exit code 128 + n.
    @JsonTypeName("completed")
    record Completed(int exitCode, Output stdout, Output stderr, long durationMillis) implements Result {
        public Completed {
            requireOutput(stdout, stderr);
        }
    }

    /// Was refused or could not be started: a stable code, and a message that names the value.
    @JsonTypeName("failed")
    record Failed(FailureCode code, String message) implements Result {
        public Failed {
            if (code == null || message == null) {
                throw new BadValue("failed is incomplete: expected code and message");
            }
        }
    }

    /// Was ended because its execution timeout ran out; the output is what came before.
    @JsonTypeName("timed_out")
    record TimedOut(Output stdout, Output stderr, long durationMillis) implements Result {
        public TimedOut {
            requireOutput(stdout, stderr);
        }
    }

    /// Was begun and not finished because the satellite stopped or died; it is not run again.
    @JsonTypeName("interrupted")
    record Interrupted(String reason, Output stdout, Output stderr) implements Result {
        public Interrupted {
            requireOutput(stdout, stderr);
            if (reason == null) {
                throw new BadValue("reason is missing: expected why it was interrupted");
            }
        }
    }

    /// Was ended because the caller cancelled it, or never begun for that reason: then there is no output and the
    /// duration is 0.
    @JsonTypeName("cancelled")
    record Cancelled(Output stdout, Output stderr, long durationMillis) implements Result {
        public static final Cancelled NEVER_BEGUN = new Cancelled(Output.EMPTY, Output.EMPTY, 0);

        public Cancelled {
            requireOutput(stdout, stderr);
        }
    }

    /// The satellite does not know this type of command.
    @JsonTypeName("unsupported")
    record Unsupported(String type) implements Result {
        public Unsupported {
            if (type == null) {
                throw new BadValue("type is missing: expected the type of command that is not supported");
            }
        }
    }

    /// The terminal state that this result leads to.
    default CommandState state() {
        return switch (this) {
            case Completed _ -> CommandState.COMPLETED;
            case Failed _, Unsupported _ -> CommandState.FAILED;
            case TimedOut _ -> CommandState.TIMED_OUT;
            case Interrupted _ -> CommandState.INTERRUPTED;
            case Cancelled _ -> CommandState.CANCELLED;
        };
    }

    /// What it has of one stream; nothing where no program ran.
    default Output output(StreamName stream) {
        boolean out = stream == StreamName.STDOUT;
        return switch (this) {
            case Completed it -> out ? it.stdout() : it.stderr();
            case TimedOut it -> out ? it.stdout() : it.stderr();
            case Interrupted it -> out ? it.stdout() : it.stderr();
            case Cancelled it -> out ? it.stdout() : it.stderr();
            case Failed _, Unsupported _ -> Output.EMPTY;
        };
    }

    private static void requireOutput(@Nullable Output stdout, @Nullable Output stderr) {
        if (stdout == null || stderr == null) {
            throw new BadValue("output is missing: expected stdout and stderr");
        }
    }
}
