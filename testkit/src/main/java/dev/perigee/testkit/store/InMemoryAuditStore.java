package dev.perigee.testkit.store;

import dev.perigee.control.audit.AuditFilter;
import dev.perigee.control.audit.AuditStore;
import dev.perigee.protocol.audit.AuditEntry;
import dev.perigee.protocol.audit.AuditLine;
import dev.perigee.protocol.audit.Checkpoint;
import dev.perigee.protocol.audit.Deed;
import dev.perigee.protocol.audit.Head;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.signing.Signed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// The reference for all audit stores.
public final class InMemoryAuditStore implements AuditStore {
    private final NavigableMap<Long, Kept> entries = new TreeMap<>();
    private final NavigableMap<Long, Sealed> seals = new TreeMap<>();

    private record Kept(AuditEntry entry, AuditLine.Entry line) {}

    private record Sealed(Checkpoint checkpoint, Signed seal) {}

    @Override
    public String chain() {
        return "0123456789abcdef";
    }

    @Override
    public synchronized void append(Deed deed, Instant at) {
        Head head = head();
        AuditEntry entry = AuditEntry.of(head.number() + 1, at, deed);
        String text = Json.WIRE.text(entry);
        entries.put(
                entry.number(),
                new Kept(entry, new AuditLine.Entry(text, head.next(text).hash())));
    }

    @Override
    public synchronized Head head() {
        if (!entries.isEmpty()) {
            return new Head(
                    entries.lastKey(), entries.lastEntry().getValue().line().hash());
        }
        return seals.isEmpty()
                ? Head.start(chain())
                : new Head(
                        seals.lastKey(),
                        seals.lastEntry().getValue().checkpoint().hash());
    }

    @Override
    public synchronized void seal(Checkpoint checkpoint, Signed seal) {
        seals.putIfAbsent(checkpoint.number(), new Sealed(checkpoint, seal));
    }

    @Override
    public synchronized long sealed() {
        return seals.isEmpty() ? 0 : seals.lastKey();
    }

    @Override
    public synchronized List<AuditLine> after(long after, int limit) {
        List<AuditLine> lines = new ArrayList<>();
        for (Map.Entry<Long, Kept> entry : entries.tailMap(after, false).entrySet()) {
            if (lines.stream().filter(AuditLine.Entry.class::isInstance).count() == limit) {
                break;
            }
            Sealed anchor = seals.get(entry.getKey() - 1);
            if (lines.isEmpty() && after == 0 && anchor != null) {
                lines.add(new AuditLine.Seal(anchor.seal()));
            }
            lines.add(entry.getValue().line());
            Sealed sealed = seals.get(entry.getKey());
            if (sealed != null) {
                lines.add(new AuditLine.Seal(sealed.seal()));
            }
        }
        return lines;
    }

    @Override
    public synchronized List<String> newest(AuditFilter filter, int limit) {
        return entries.descendingMap().values().stream()
                .filter(kept -> fits(filter, kept.entry()))
                .limit(limit)
                .map(kept -> kept.line().entry())
                .toList();
    }

    @Override
    public synchronized int prune(Instant before, int max) {
        long over = 0;
        for (Kept kept : entries.values().stream().limit(max).toList()) {
            if (!kept.entry().at().isBefore(before)) {
                break;
            }
            over = kept.entry().number();
        }
        Long anchor = seals.floorKey(over);
        if (anchor == null) {
            return 0;
        }
        int count = entries.headMap(anchor, true).size();
        entries.headMap(anchor, true).clear();
        seals.headMap(anchor, false).clear();
        return count;
    }

    private static boolean fits(AuditFilter filter, AuditEntry entry) {
        return (filter.act() == null || filter.act() == entry.act())
                && (filter.actor() == null || filter.actor().equals(entry.actor()))
                && (filter.subject() == null || filter.subject().equals(entry.subject()));
    }
}
