package dev.perigee.server.operator;

import dev.perigee.control.command.Command;
import dev.perigee.control.live.LiveOutput;
import dev.perigee.http.EventStream;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.api.LiveEvent;
import dev.perigee.protocol.delivery.ProgressNote;
import dev.perigee.protocol.json.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// The changes of a command as they come, from a revision on, and how far it is meanwhile. Its monitor guards the
/// changes that wait; a reader who is slow misses the oldest of them, never the last.
final class StateEvents implements EventStream.Source {
    private static final int WAITING_MAX = 64;

    private final LiveOutput live;
    private final CommandId id;
    private final Deque<Command> waiting = new ArrayDeque<>();
    private int revision;
    private boolean over;
    private @Nullable ProgressNote told;

    /// `revision` is that of the last change that its reader knows, -1 when it knows none.
    StateEvents(LiveOutput live, CommandId id, int revision) {
        this.live = live;
        this.id = id;
        this.revision = revision;
    }

    synchronized void changed(Command command) {
        if (waiting.size() == WAITING_MAX) {
            waiting.removeFirst();
        }
        waiting.addLast(command);
    }

    @Override
    public synchronized EventStream.Next next() {
        for (Command command = waiting.pollFirst(); command != null; command = waiting.pollFirst()) {
            over |= command.status().state().isTerminal();
            if (command.status().revision() > revision) {
                revision = command.status().revision();
                return new EventStream.Next.Event(
                        String.valueOf(revision), "state", Json.WIRE.text(Views.withoutResult(command)));
            }
        }
        if (over) {
            return new EventStream.Next.End();
        }
        ProgressNote note = live.progress(id).orElse(null);
        if (note != null && !note.equals(told)) {
            told = note;
            LiveEvent.Progress progress = new LiveEvent.Progress(note.percent(), note.note(), note.at());
            return new EventStream.Next.Event(null, progress.name(), progress.data());
        }
        return new EventStream.Next.Nothing();
    }
}
