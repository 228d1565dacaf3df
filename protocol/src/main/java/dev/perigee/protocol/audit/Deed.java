package dev.perigee.protocol.audit;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What `actor` is about to do to `subject`, or is kept from; `address` is where it calls from, null when it did not
/// call. No detail may be a secret; each is cut at 500 characters.
public record Deed(
        String actor,
        AuditAct act,
        String subject,
        SortedMap<String, String> details,
        @Nullable String address) {
    public static final int DETAIL_MAX = 500;

    public Deed {
        SortedMap<String, String> cut = new TreeMap<>();
        details.forEach((name, value) -> cut.put(name, shortened(value)));
        details = Collections.unmodifiableSortedMap(cut);
        subject = shortened(subject);
        address = address == null || address.isEmpty() ? null : shortened(address);
    }

    public Deed(String actor, AuditAct act, String subject) {
        this(actor, act, subject, Map.of());
    }

    public Deed(String actor, AuditAct act, String subject, Map<String, String> details) {
        this(actor, act, subject, new TreeMap<>(details), null);
    }

    /// The same, done by a call from there.
    public Deed from(@Nullable String where) {
        return new Deed(actor, act, subject, details, where);
    }

    private static String shortened(String text) {
        return text.length() <= DETAIL_MAX ? text : text.substring(0, DETAIL_MAX - 1) + "…";
    }
}
