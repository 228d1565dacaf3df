package dev.perigee.server.operator;

import dev.perigee.control.command.Command;
import dev.perigee.control.live.LiveOutput;
import dev.perigee.control.live.LivePart;
import dev.perigee.control.live.LivePosition;
import dev.perigee.http.EventStream;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.api.LiveEvent;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.ProgressNote;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a command writes, from a position on, and its end. It holds the position of its reader and no output; one
/// thread
/// asks at a time.
final class OutputEvents implements EventStream.Source {
    private static final int EVENT_BYTES_MAX = 32 * 1024;

    private final LiveOutput live;
    private final CommandId id;
    private LivePosition position;
    private @Nullable ProgressNote told;
    private boolean over;
    private volatile @Nullable Command ended;

    OutputEvents(LiveOutput live, CommandId id, LivePosition position) {
        this.live = live;
        this.id = id;
        this.position = position;
    }

    void ended(Command command) {
        ended = command;
    }

    @Override
    public EventStream.Next next() {
        if (over) {
            return new EventStream.Next.End();
        }
        // Read before what is live: nothing comes after it that the result does not have.
        Command end = ended;
        Optional<LivePart> part = part(end);
        if (part.isPresent()) {
            position = position.with(part.get().stream(), part.get().end());
            return event(of(part.get()));
        }
        ProgressNote note = live.progress(id).orElse(null);
        if (note != null && !note.equals(told)) {
            told = note;
            return event(new LiveEvent.Progress(note.percent(), note.note(), note.at()));
        }
        if (end != null) {
            over = true;
            return event(new LiveEvent.End(end.status().state()));
        }
        return new EventStream.Next.Nothing();
    }

    private Optional<LivePart> part(@Nullable Command end) {
        Result result = end == null ? null : end.status().outcome();
        return result == null
                ? live.read(id, position, EVENT_BYTES_MAX)
                : live.read(id, position, EVENT_BYTES_MAX, result);
    }

    private EventStream.Next event(LiveEvent event) {
        return new EventStream.Next.Event(position.toString(), event.name(), event.data());
    }

    private static LiveEvent of(LivePart part) {
        return switch (part) {
            case LivePart.Written it -> new LiveEvent.Written(it.stream(), it.offset(), it.bytes());
            case LivePart.Gap it -> new LiveEvent.Gap(it.stream(), it.from(), it.end());
        };
    }
}
