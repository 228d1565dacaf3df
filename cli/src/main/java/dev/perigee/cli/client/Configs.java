package dev.perigee.cli.client;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.ConfigView;
import dev.perigee.protocol.problem.ProblemType;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// The configuration part of the operator API.
public final class Configs {
    private static final String BASE = "/api/v1/config/";

    private final ControlPlane controlPlane;

    public Configs(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    public Reply<ConfigView.Layers> layers() throws InterruptedException {
        return controlPlane.call(controlPlane.request(BASE + "layers", Duration.ZERO), ConfigView.Layers.class);
    }

    public Reply<ConfigView.Revision> layer(ConfigScope layer) throws InterruptedException {
        return controlPlane.call(
                controlPlane.request(BASE + "layer" + of(layer), Duration.ZERO), ConfigView.Revision.class);
    }

    /// The number of the layer's newest revision, 0 when it has none.
    public long newest(ConfigScope layer) throws InterruptedException {
        Reply<ConfigView.Revision> reply = layer(layer);
        boolean none = reply instanceof Reply.Refused<ConfigView.Revision>(var problem, var _)
                && problem.code().equals(ProblemType.CONFIG_UNKNOWN.code());
        return none ? 0 : reply.orFail().revision();
    }

    /// Makes the layer say again what it said in revision `to`, or before its newest, when that is `expected`.
    public Reply<ConfigView.Revision> rollback(
            ConfigScope layer, Optional<Long> to, long expected, Optional<String> note) throws InterruptedException {
        String query = of(layer)
                + to.map(it -> "&to=" + it).orElse("")
                + note.map(it -> "&note=" + encoded(it)).orElse("");
        return controlPlane.call(
                controlPlane
                        .request(BASE + "rollback" + query, Duration.ZERO)
                        .header("If-Match", String.valueOf(expected))
                        .POST(HttpRequest.BodyPublishers.noBody()),
                ConfigView.Revision.class);
    }

    /// Makes the layer say that, when `expected` is its newest revision.
    public Reply<ConfigView.Revision> put(
            ConfigScope layer, ConfigDocument document, long expected, Optional<String> note)
            throws InterruptedException {
        String query = of(layer) + note.map(it -> "&note=" + encoded(it)).orElse("");
        return controlPlane.call(
                controlPlane
                        .request(BASE + "layer" + query, Duration.ZERO)
                        .header("If-Match", String.valueOf(expected))
                        .PUT(ControlPlane.json(document)),
                ConfigView.Revision.class);
    }

    public Reply<ConfigView.History> history(ConfigScope layer, int limit) throws InterruptedException {
        String query = of(layer) + "&limit=" + limit;
        return controlPlane.call(
                controlPlane.request(BASE + "history" + query, Duration.ZERO), ConfigView.History.class);
    }

    public Reply<ConfigView.Comparison> compare(ConfigScope layer, long from, long to) throws InterruptedException {
        String query = of(layer) + "&from=" + from + "&to=" + to;
        return controlPlane.call(
                controlPlane.request(BASE + "diff" + query, Duration.ZERO), ConfigView.Comparison.class);
    }

    public Reply<ConfigView.DryRun> dryRun(ConfigScope layer, ConfigDocument document) throws InterruptedException {
        return controlPlane.call(
                controlPlane
                        .request(BASE + "dry-run" + of(layer), Duration.ZERO)
                        .POST(ControlPlane.json(document)),
                ConfigView.DryRun.class);
    }

    public Reply<ConfigView.Drift> drift() throws InterruptedException {
        return controlPlane.call(controlPlane.request(BASE + "drift", Duration.ZERO), ConfigView.Drift.class);
    }

    public Reply<ConfigView.Effective> effective(SatelliteId satellite) throws InterruptedException {
        return controlPlane.call(
                controlPlane.request("/api/v1/satellites/" + satellite + "/config", Duration.ZERO),
                ConfigView.Effective.class);
    }

    private static String of(ConfigScope layer) {
        return "?layer=" + encoded(layer.text());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
