package dev.perigee.testkit.store;

import static dev.perigee.testkit.store.SampleCommand.OTHER_SATELLITE;
import static dev.perigee.testkit.store.SampleCommand.SATELLITE;
import static dev.perigee.testkit.store.SampleCommand.START;
import static dev.perigee.testkit.store.SampleCommand.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandQuery;
import dev.perigee.control.command.CommandStatus;
import dev.perigee.control.command.CommandStore;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandState;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Listing commands, for people to look at.
interface ListContract {
    CommandStore store();

    @Test
    default void theNewestAreListedFirst() {
        Command first = queued(SATELLITE);
        Command second = queued(OTHER_SATELLITE);
        Command third = queued(SATELLITE);

        assertThat(list(null, null, 10)).containsExactly(third, second, first);
        assertThat(list(null, null, 2)).containsExactly(third, second);
    }

    @Test
    default void aSatelliteNamedListsItsOwnOnly() {
        Command first = queued(SATELLITE);
        queued(OTHER_SATELLITE);
        Command third = queued(SATELLITE);

        assertThat(list(null, SATELLITE, 10)).containsExactly(third, first);
        assertThat(list(null, SATELLITE, 1)).containsExactly(third);
        assertThat(list(null, new SatelliteId("nobody"), 10)).isEmpty();
    }

    @Test
    default void aStateNamedListsThatOnly() {
        Command queued = queued(SATELLITE);
        Command leased = SampleMove.apply(store(), SampleMove.leased(queued(OTHER_SATELLITE), START.plusSeconds(30)));
        Command acknowledged = SampleMove.apply(store(), SampleMove.acknowledged(queued(SATELLITE), START));
        Command ended = ended(SATELLITE);
        Command laterEnded = ended(OTHER_SATELLITE);

        assertThat(list(CommandState.QUEUED, null, 10)).containsExactly(queued);
        assertThat(list(CommandState.LEASED, null, 10)).containsExactly(leased);
        assertThat(list(CommandState.ACKNOWLEDGED, null, 10)).containsExactly(acknowledged);
        assertThat(list(CommandState.COMPLETED, null, 10)).containsExactly(laterEnded, ended);
        assertThat(list(CommandState.COMPLETED, null, 1)).containsExactly(laterEnded);
        assertThat(list(CommandState.FAILED, null, 10)).isEmpty();
    }

    @Test
    default void aStateAndASatelliteNamedListWhatIsBoth() {
        queued(SATELLITE);
        Command theirs = queued(OTHER_SATELLITE);
        Command ended = ended(SATELLITE);
        ended(OTHER_SATELLITE);

        assertThat(list(CommandState.QUEUED, OTHER_SATELLITE, 10)).containsExactly(theirs);
        assertThat(list(CommandState.COMPLETED, SATELLITE, 10)).containsExactly(ended);
    }

    @Test
    default void ofSomeSatellitesTheirsAreListedWhateverTheirState() {
        Command first = queued(SATELLITE);
        Command ended = ended(SATELLITE);
        queued(OTHER_SATELLITE);

        CommandQuery theirs = CommandQuery.newest(10).among(Set.of(SATELLITE, new SatelliteId("nobody")));
        assertThat(store().list(theirs)).containsExactly(ended, first);
        assertThat(store().list(theirs.in(CommandState.QUEUED))).containsExactly(first);
        assertThat(store().list(CommandQuery.newest(10).among(Set.of()))).isEmpty();
    }

    @Test
    default void resultsAreNotListed() {
        Command ended = ended(SATELLITE);

        assertThat(store().find(ended.id()).orElseThrow().status().result()).isPresent();
        assertThat(list(null, null, 10))
                .singleElement()
                .satisfies(command -> assertThat(command.status().result()).isEmpty());
    }

    private List<Command> list(@Nullable CommandState state, @Nullable SatelliteId satellite, int limit) {
        return store().list(new CommandQuery(state, satellite, null, null, false, null, limit));
    }

    private Command queued(SatelliteId satellite) {
        Command command = sample().to(satellite).build();
        store().insert(command);
        return command;
    }

    /// A command that has ended, as it is listed.
    private Command ended(SatelliteId satellite) {
        Command ended = SampleMove.apply(store(), SampleMove.ended(queued(satellite), SampleMove.COMPLETED));
        CommandStatus status = ended.status();
        return ended.with(new CommandStatus(
                status.state(), status.attempts(), status.changedAt(), null, null, null, null, status.revision()));
    }
}
