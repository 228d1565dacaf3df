package dev.perigee.testkit.store;

import static dev.perigee.testkit.store.SampleCommand.START;
import static dev.perigee.testkit.store.SampleCommand.ping;
import static dev.perigee.testkit.store.SampleCommand.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Insertion;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Adding commands and finding them again.
interface InsertContract {
    CommandStore store();

    @Test
    default void aCommandMayBeLeasedAsItIsInserted() {
        for (SampleCommand sample : List.of(sample(), sample().key("ada", "k").correlation("c"))) {
            Command leased = SampleMove.leased(sample.build(), SampleCommand.START.plusSeconds(15))
                    .moved();

            assertThat(store().insert(leased)).isEqualTo(new Insertion.Accepted(leased));

            assertThat(store().find(leased.id())).contains(leased);
            assertThat(store().queued(leased.satellite(), 10)).isEmpty();
            assertThat(store().leaseOver(SampleCommand.START.plusSeconds(15), 10))
                    .contains(leased);
            SampleMove.apply(store(), SampleMove.ended(leased, SampleMove.COMPLETED));
        }
    }

    @Test
    default void anInsertedCommandIsFoundAsItWas() {
        Command command = sample().spec(new CommandSpec.Exec(
                        "/bin/echo", List.of("a b", "\"q\"", "ümlaut \u2713", ""), Map.of("A", "1", "B", ""), "/tmp"))
                .priority(Priority.HIGH)
                .idempotent()
                .key("ci", "deploy 7")
                .timeout(Duration.ofMillis(1_500))
                .build();

        assertThat(store().insert(command)).isEqualTo(new Insertion.Accepted(command));

        assertThat(store().find(command.id())).contains(command);
    }

    @Test
    default void everyPriorityIsKept() {
        for (Priority priority : Priority.values()) {
            Command command = sample().priority(priority).build();
            store().insert(command);
            assertThat(store().find(command.id())).contains(command);
        }
    }

    @Test
    default void timesAreKeptToTheMillisecond() {
        Command command = sample().submittedAt(START.plusNanos(999_999)).build();

        store().insert(command);

        Command found = store().find(command.id()).orElseThrow();
        assertThat(found.origin().submittedAt()).isEqualTo(START);
        assertThat(found.terms().expiresAt()).isEqualTo(START.plusSeconds(60));
        assertThat(found.status().changedAt()).isEqualTo(START);
    }

    @Test
    default void anUnknownIdFindsNothing() {
        store().insert(ping());

        assertThat(store().find(ping().id())).isEmpty();
    }

    @Test
    default void findAllFindsThoseThatExistOnce() {
        Command first = ping();
        Command second = ping();
        Command unasked = ping();
        List.of(first, second, unasked).forEach(store()::insert);

        assertThat(store().findAll(List.of(second.id(), ping().id(), first.id(), second.id())))
                .containsExactlyInAnyOrder(first, second);
        assertThat(store().findAll(List.of())).isEmpty();
    }

    @Test
    default void findAllFindsMany() {
        List<Command> commands = IntStream.range(0, 1_200).mapToObj(_ -> ping()).toList();
        Crowd.run(8, i -> () -> {
            commands.subList(i * 150, (i + 1) * 150).forEach(store()::insert);
            return true;
        });

        assertThat(store().findAll(commands.stream().map(Command::id).toList()))
                .containsExactlyInAnyOrderElementsOf(commands);
    }

    @Test
    default void anIdIsTakenOnce() {
        Command command = ping();
        store().insert(command);

        assertThatThrownBy(() -> store().insert(command))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(command.id().value());
        assertThat(store().find(command.id())).contains(command);
    }
}
