package dev.perigee.protocol.audit;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What `actor` is about to do to `subject`, or is kept from. No detail may be a secret; each is cut at 500 characters.
public record Deed(String actor, AuditAct act, String subject, SortedMap<String, String> details) {
    public static final int DETAIL_MAX = 500;

    public Deed {
        SortedMap<String, String> cut = new TreeMap<>();
        details.forEach((name, value) -> cut.put(name, shortened(value)));
        details = java.util.Collections.unmodifiableSortedMap(cut);
        subject = shortened(subject);
    }

    public Deed(String actor, AuditAct act, String subject) {
        this(actor, act, subject, new TreeMap<>());
    }

    public Deed(String actor, AuditAct act, String subject, Map<String, String> details) {
        this(actor, act, subject, new TreeMap<>(details));
    }

    private static String shortened(String text) {
        return text.length() <= DETAIL_MAX ? text : text.substring(0, DETAIL_MAX - 1) + "…";
    }
}
