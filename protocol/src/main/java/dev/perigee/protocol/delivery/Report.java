package dev.perigee.protocol.delivery;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.Result;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a satellite has to say of its commands: those it has journaled and will run, those that have ended, and what
/// those that run write and how far they are. A command that ended needs no acknowledgement besides. Reporting the same
/// thing again changes nothing.
public record Report(
        List<CommandId> acknowledged, List<Ended> ended, List<OutputChunk> output, List<ProgressNote> progress) {
    public static final Report NOTHING = new Report(List.of(), List.of());

    @JsonCreator
    public Report(
            @JsonProperty("acknowledged") @Nullable List<CommandId> acknowledged,
            @JsonProperty("ended") @Nullable List<Ended> ended,
            @JsonProperty("output") @Nullable List<OutputChunk> output,
            @JsonProperty("progress") @Nullable List<ProgressNote> progress) {
        this.acknowledged = acknowledged == null ? List.of() : List.copyOf(acknowledged);
        this.ended = ended == null ? List.of() : List.copyOf(ended);
        this.output = output == null ? List.of() : List.copyOf(output);
        this.progress = progress == null ? List.of() : List.copyOf(progress);
    }

    /// A report of what is durable, with nothing live.
    public Report(List<CommandId> acknowledged, List<Ended> ended) {
        this(acknowledged, ended, List.of(), List.of());
    }

    public boolean isEmpty() {
        return acknowledged.isEmpty() && ended.isEmpty() && output.isEmpty() && progress.isEmpty();
    }

    /// One command's end.
    public record Ended(CommandId command, Result result) {
        public Ended {
            if (command == null || result == null) {
                throw new BadValue("what has ended is incomplete: expected command and result");
            }
        }
    }
}
