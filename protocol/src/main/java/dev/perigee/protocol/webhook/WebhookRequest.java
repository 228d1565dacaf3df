package dev.perigee.protocol.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.event.EventPattern;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/// Asks that events be sent to a URL: the body of `POST /api/v1/webhooks`. Without `type` all are, and without `team`
/// those of all teams.
public record WebhookRequest(
        URI url, EventPattern type, @Nullable TeamName team) {
    private static final int URL_MAX = 2_000;
    private static final String FORM = "an http or https URL with a host and no user, such as https://example.org/hook";

    public WebhookRequest(
            @JsonProperty("url") @Nullable URI url,
            @JsonProperty("type") @Nullable EventPattern type,
            @JsonProperty("team") @Nullable TeamName team) {
        if (url == null) {
            throw new BadValue("url is missing: expected " + FORM);
        }
        this.url = checked(url);
        this.type = type == null ? new EventPattern("*") : type;
        this.team = team;
    }

    /// The URL that `text` is, or `BadValue`.
    public static URI url(String text) {
        try {
            return checked(new URI(text));
        } catch (URISyntaxException _) {
            throw new BadValue("url", text, FORM);
        }
    }

    private static URI checked(URI url) {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (url.getRawUserInfo() != null) {
            throw new BadValue("url of host \"" + url.getHost() + "\" has a user or password: expected " + FORM);
        }
        if (!http
                || url.getHost() == null
                || url.getRawFragment() != null
                || url.toString().length() > URL_MAX) {
            throw new BadValue("url", url, FORM);
        }
        return url;
    }
}
