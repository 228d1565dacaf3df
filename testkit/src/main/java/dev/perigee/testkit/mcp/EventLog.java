package dev.perigee.testkit.mcp;

import dev.perigee.testkit.mcp.offer.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A stream of the legacy era that outlives its connections: keeps its latest events, so that a client that was cut
/// off comes back for the rest with the id of the last one it got. Guarded by itself.
final class EventLog implements Outlet {
    private static final int EVENTS_MAX = 1000;
    private static final long RETRY_MILLIS = 100;
    private static final long COMMENT_MILLIS = 1000;

    private final String name;
    private final Deque<Event> events = new ArrayDeque<>();
    private long last;
    private long delivered;
    private boolean ended;

    /// Until a connection has ended for it.
    private boolean cut;

    private @Nullable ObjectNode response;

    private record Event(long number, String text) {}

    EventLog(String name) {
        this.name = name;
    }

    @Override
    public synchronized void send(ObjectNode message) {
        if (ended) {
            return;
        }
        last++;
        events.add(new Event(last, "id: " + id(last) + "\ndata: " + Json.text(message) + "\n\n"));
        if (events.size() > EVENTS_MAX) {
            events.remove();
        }
        notifyAll();
    }

    @Override
    public synchronized void finish(ObjectNode message) {
        if (!ended) {
            send(message);
            response = message;
            end();
        }
    }

    @Override
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    @Override
    public synchronized void hangUp() {
        cut = true;
        notifyAll();
    }

    /// The response once it is there; absent if there is none.
    synchronized @Nullable ObjectNode awaitResponse() throws InterruptedException {
        while (!ended) {
            TimeUnit.MILLISECONDS.timedWait(this, COMMENT_MILLIS);
        }
        return response;
    }

    /// An event without data, so that the client has an id to come back with even before the first event.
    String priming() {
        return "id: " + id(0) + "\nretry: " + RETRY_MILLIS + "\ndata: \n\n";
    }

    /// Writes events as they come, until the end or until cut off.
    void writeTo(OutputStream out) throws IOException, InterruptedException {
        writeTo(out, start());
    }

    /// As above, from behind the event with this id.
    void writeTo(OutputStream out, String lastEventId) throws IOException, InterruptedException {
        writeTo(out, Long.parseLong(lastEventId.substring(lastEventId.lastIndexOf('_') + 1)));
    }

    private void writeTo(OutputStream out, long from) throws IOException, InterruptedException {
        long at = from;
        while (true) {
            Turn turn = next(at);
            Http.write(out, turn.text());
            if (turn.last()) {
                return;
            }
            at = turn.at();
        }
    }

    private record Turn(String text, long at, boolean last) {}

    private synchronized Turn next(long at) throws InterruptedException {
        if (last <= at && !ended && !cut) {
            TimeUnit.MILLISECONDS.timedWait(this, COMMENT_MILLIS);
        }
        StringBuilder text = new StringBuilder();
        events.stream().filter(event -> event.number() > at).forEach(event -> text.append(event.text()));
        delivered = Math.max(delivered, last);
        boolean ends = ended || cut;
        cut = false;
        return new Turn(text.isEmpty() ? ":\n\n" : text.toString(), Math.max(at, last), ends);
    }

    private synchronized long start() {
        return delivered;
    }

    private String id(long number) {
        return name + '_' + number;
    }
}
