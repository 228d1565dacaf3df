package dev.perigee.satellite.config;

import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.event.ConfigEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Tells what becomes of the configuration, and not the same again: that it was asked for when that brought
/// something, was wanted, or is the first time; that it cannot be had when the reason is another than before.
/// The monitor guards it: whoever asks and whoever waits between two questions are not always one thread.
final class ConfigTelling {
    private static final int HASH_CHARS = 12;

    private final ConfigKeeper.News news;
    private boolean worthTelling = true;
    private @Nullable String failure;
    private long begun;

    ConfigTelling(ConfigKeeper.News news) {
        this.news = news;
    }

    /// Somebody wants to know that it is asked for.
    synchronized void wanted() {
        worthTelling = true;
    }

    synchronized void begin() {
        begun = news.nanoClock().getAsLong();
    }

    /// It is to be this one, which is another than before or not.
    synchronized void fetched(ConfigDocument document, boolean changed) {
        if (!changed && !worthTelling) {
            return;
        }
        worthTelling = false;
        Duration took = Duration.ofNanos(news.nanoClock().getAsLong() - begun);
        JsonNode servers = document.json().path("mcpServers");
        long teams = servers.valueStream()
                .map(server -> server.path("team").asString(""))
                .filter(team -> !team.isEmpty())
                .distinct()
                .count();
        news.told()
                .accept(new ConfigEvent.Refreshed(
                        document.hash().substring(0, HASH_CHARS),
                        servers.size(),
                        Math.toIntExact(teams),
                        changed,
                        took.toMillis()));
    }

    /// It was asked for, and what came of it is known at the control plane.
    synchronized void settled() {
        failure = null;
    }

    /// It cannot be asked for now, and is again after such a pause.
    synchronized void unreachable(String why, Duration pause) {
        if (!why.equals(failure)) {
            failure = why;
            worthTelling = true;
            news.told().accept(new ConfigEvent.Failed("unreachable", why, null, pause.toSeconds()));
        }
    }

    /// It came, and is not taken; `why` shows no secret.
    synchronized void refused(String why) {
        news.told().accept(new ConfigEvent.Failed("refused", why, null, null));
    }
}
