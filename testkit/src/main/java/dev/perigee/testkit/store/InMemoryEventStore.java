package dev.perigee.testkit.store;

import dev.perigee.control.event.EventFilter;
import dev.perigee.control.event.EventPage;
import dev.perigee.control.event.EventPosition;
import dev.perigee.control.event.EventStore;
import dev.perigee.control.event.KeptEvent;
import dev.perigee.control.event.NewEvent;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// The reference: events in memory. Thread-safe: its monitor guards everything.
public final class InMemoryEventStore implements EventStore {
    private static final String EPOCH = "aa";

    private final TreeMap<Long, KeptEvent> events = new TreeMap<>();
    private final Set<String> known = new HashSet<>();
    private long last;
    private long deleted;

    @Override
    public synchronized void add(List<NewEvent> added, Instant receivedAt) {
        for (NewEvent one : added) {
            last++;
            if (known.add(key(one.event().source(), one.event().id().value()))) {
                EventPosition position = new EventPosition(EPOCH, last);
                events.put(last, new KeptEvent(position, one.event(), one.satellite(), one.team(), receivedAt));
            }
        }
    }

    @Override
    public synchronized EventPosition end() {
        return new EventPosition(EPOCH, last);
    }

    @Override
    public synchronized EventPage after(EventPosition position, EventFilter filter, int limit) {
        boolean strange = !position.epoch().equals(EPOCH) || position.number() > last;
        long from = strange ? deleted : Math.max(deleted, position.number());
        long to = Math.min(last, from + SCAN_MAX);
        List<KeptEvent> page = events.subMap(from, false, to, true).values().stream()
                .filter(filter::fits)
                .limit(limit)
                .toList();
        EventPosition next = page.size() == limit ? page.getLast().position() : end().at(to);
        return new EventPage(strange || position.number() < deleted, page, next, end());
    }

    @Override
    public synchronized List<KeptEvent> newest(EventFilter filter, int limit) {
        return events.descendingMap().values().stream()
                .filter(filter::fits)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized int prune(Instant before, long keptMax, int max) {
        int count = 0;
        while (count < max && !events.isEmpty()) {
            KeptEvent oldest = events.firstEntry().getValue();
            long number = oldest.position().number();
            if (!oldest.receivedAt().isBefore(before) && number > last - keptMax) {
                return count;
            }
            events.remove(number);
            known.remove(key(oldest.event().source(), oldest.event().id().value()));
            deleted = number;
            count++;
        }
        return count;
    }

    private static String key(String source, String id) {
        return source + ' ' + id;
    }
}
