package dev.perigee.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStore;
import org.junit.jupiter.api.Test;

class InMemoryCommandStoreTest extends CommandStoreContract {
    private final InMemoryCommandStore store = new InMemoryCommandStore();

    @Override
    public CommandStore store() {
        return store;
    }

    @Test
    void aCopyHoldsTheSameAndChangesOnItsOwn() {
        Command command = inserted();
        InMemoryCommandStore copy = store.copy();

        Command ended = SampleMove.apply(store, SampleMove.ended(command, SampleMove.COMPLETED));

        assertThat(copy.find(command.id())).contains(command);
        assertThat(store.find(command.id())).contains(ended);
    }

    @Test
    void aPowerLossUndoesTheMovesSinceTheLastDurableOne() {
        Command first = inserted();
        Command leased = SampleMove.apply(store, SampleMove.leased(first, SampleCommand.START.plusSeconds(30)));
        Command second = inserted();
        SampleMove.apply(store, SampleMove.acknowledged(leased, SampleCommand.START));
        SampleMove.apply(store, SampleMove.acknowledged(second, SampleCommand.START));

        InMemoryCommandStore left = store.copyAfterPowerLoss();

        assertThat(left.find(first.id())).contains(leased);
        assertThat(left.find(second.id())).contains(second);
    }

    private Command inserted() {
        Command command = SampleCommand.ping();
        store.insert(command);
        return command;
    }
}
