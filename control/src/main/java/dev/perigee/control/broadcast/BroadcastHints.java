package dev.perigee.control.broadcast;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandListener;
import dev.perigee.control.command.Decision;
import dev.perigee.protocol.BroadcastId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Hears the ends of broadcasts' commands, and says when enough of one broadcast's have come that driving it is
/// worth the count. Never needed for more than speed. Thread-safe: the map's entry guards each broadcast's numbers.
public final class BroadcastHints implements CommandListener {
    private final Map<BroadcastId, Awaited> awaited = new ConcurrentHashMap<>();
    private volatile Consumer<BroadcastId> kick = _ -> {};

    /// How many ends were heard, and at how many the broadcast is driven.
    private record Awaited(long heard, long enough) {}

    @Override
    public void accepted(Command command) {
        // It has not ended.
    }

    @Override
    public void moved(Decision.Move move) {
        BroadcastId id = move.before().origin().partOf();
        if (id == null || !move.after().state().isTerminal()) {
            return;
        }
        Awaited now = awaited.computeIfPresent(id, (_, before) -> new Awaited(before.heard() + 1, before.enough()));
        if (now != null && now.heard() == now.enough()) {
            kick.accept(id);
        }
    }

    /// Who drives; set once, before anything ends.
    void kickedBy(Consumer<BroadcastId> driver) {
        kick = driver;
    }

    /// How many ends were heard so far; from now on they are counted.
    long heard(BroadcastId id) {
        return awaited.computeIfAbsent(id, _ -> new Awaited(0, Long.MAX_VALUE)).heard();
    }

    /// The broadcast is to be driven when `enough` ends were heard, which may be so already.
    void await(BroadcastId id, long enough) {
        Awaited now = awaited.computeIfPresent(id, (_, before) -> new Awaited(before.heard(), enough));
        if (now != null && now.heard() >= enough) {
            kick.accept(id);
        }
    }

    void forget(BroadcastId id) {
        awaited.remove(id);
    }
}
