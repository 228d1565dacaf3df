package dev.perigee.server.operator;

import dev.perigee.control.event.EventFilter;
import dev.perigee.control.event.EventPage;
import dev.perigee.control.event.EventPosition;
import dev.perigee.control.event.EventStore;
import dev.perigee.control.event.KeptEvent;
import dev.perigee.http.EventStream;
import dev.perigee.protocol.json.Json;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;

/// The events behind a place, as they come. It holds one page; one thread asks at a time. Where a reader that comes
/// back has missed some, it is told so first.
final class FollowedEvents implements EventStream.Source {
    private static final int PAGE = 100;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final EventStore store;
    private final EventFilter filter;
    private final ArrayDeque<KeptEvent> page = new ArrayDeque<>();
    private EventPosition read;
    private boolean tellsGaps;
    private boolean primed;

    FollowedEvents(EventStore store, EventFilter filter, EventPosition read, boolean tellsGaps) {
        this.store = store;
        this.filter = filter;
        this.read = read;
        this.tellsGaps = tellsGaps;
        // Who brought a place has one to come back to.
        this.primed = tellsGaps;
    }

    @Override
    public EventStream.Next next() {
        if (!primed) {
            primed = true;
            return new EventStream.Next.Priming(read.toString(), RETRY);
        }
        while (page.isEmpty()) {
            EventPosition asked = read;
            EventPage found = store.after(asked, filter, PAGE);
            page.addAll(found.events());
            read = found.next();
            if (found.gap() && tellsGaps) {
                return gap(asked);
            }
            tellsGaps = true;
            if (page.isEmpty() && found.isLast()) {
                return new EventStream.Next.Nothing();
            }
        }
        KeptEvent event = page.remove();
        return new EventStream.Next.Event(event.position().toString(), "event", Json.WIRE.text(event.view()));
    }

    /// Without an id: a reader that is lost now hears of the gap again.
    private EventStream.Next gap(EventPosition after) {
        return new EventStream.Next.Event(null, "gap", Json.WIRE.text(Map.of("after", after.toString())));
    }
}
