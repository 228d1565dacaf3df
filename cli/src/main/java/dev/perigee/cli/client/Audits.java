package dev.perigee.cli.client;

import dev.perigee.protocol.audit.AuditAct;
import dev.perigee.protocol.audit.AuditList;
import dev.perigee.protocol.audit.AuditPage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// What a control plane recorded of those who act.
public final class Audits {
    private static final String AUDIT = "/api/v1/audit";

    private final ControlPlane controlPlane;

    Audits(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    /// Which entries are wanted.
    public record Wanted(Optional<AuditAct> act, Optional<String> actor, Optional<String> subject) {}

    /// The newest entries first.
    public Reply<AuditList> list(Wanted wanted, int limit) throws InterruptedException {
        String query = "?limit=" + limit
                + wanted.act().map(it -> "&act=" + it.wireName()).orElse("")
                + wanted.actor().map(it -> "&actor=" + encoded(it)).orElse("")
                + wanted.subject().map(it -> "&subject=" + encoded(it)).orElse("");
        return controlPlane.call(controlPlane.request(AUDIT + query, Duration.ZERO), AuditList.class);
    }

    /// The lines of the chain behind entry `after`.
    public Reply<AuditPage> lines(long after) throws InterruptedException {
        return controlPlane.call(controlPlane.request(AUDIT + "/lines?after=" + after, Duration.ZERO), AuditPage.class);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
