package dev.perigee.satellite.ledger;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Delivery;

/// One line of the satellite's journal.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "record")
@JsonSubTypes({
    @JsonSubTypes.Type(JournalRecord.Begun.class),
    @JsonSubTypes.Type(JournalRecord.Ended.class),
    @JsonSubTypes.Type(JournalRecord.Settled.class)
})
sealed interface JournalRecord {
    /// The command is about to run.
    @JsonTypeName("begun")
    record Begun(Delivery delivery) implements JournalRecord {}

    /// It came to this.
    @JsonTypeName("ended")
    record Ended(CommandId command, Result result) implements JournalRecord {}

    /// The control plane has its result.
    @JsonTypeName("settled")
    record Settled(CommandId command) implements JournalRecord {}
}
