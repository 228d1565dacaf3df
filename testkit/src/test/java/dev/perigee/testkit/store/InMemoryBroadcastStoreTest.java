package dev.perigee.testkit.store;

import dev.perigee.control.broadcast.BroadcastStore;
import dev.perigee.control.command.CommandStore;

class InMemoryBroadcastStoreTest extends BroadcastStoreContract {
    private final InMemoryCommandStore commands = new InMemoryCommandStore();
    private final InMemoryBroadcastStore store = new InMemoryBroadcastStore(() -> commands);

    @Override
    protected BroadcastStore store() {
        return store;
    }

    @Override
    protected CommandStore commands() {
        return commands;
    }
}
