package dev.perigee.gateway.config;

import dev.perigee.gateway.upstream.http.Proxies;
import dev.perigee.protocol.BadValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Which proxies lead to a server: those of its entry, or else those that the satellite's environment names in
/// `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in capitals or not. Those of the environment never lead to the
/// satellite's own machine.
record ProxySettings(Fields fields, Map<String, String> environment) {
    private static final String OWN_MACHINE = "localhost,127.0.0.1,::1";
    private static final String NONE = "none";

    Proxies proxies() {
        Optional<String> own = fields.text("proxy").map(String::strip);
        Optional<String> exempt = exempt();
        if (own.isPresent()) {
            String proxy = own.get().equals(NONE) ? "" : own.get();
            return proxies("proxy of server " + fields.server(), proxy, proxy, exempt.orElse(""));
        }
        String none = exempt.orElseGet(() -> variable("NO_PROXY")) + "," + OWN_MACHINE;
        return proxies(
                "HTTPS_PROXY or HTTP_PROXY of the environment, for server " + fields.server(),
                variable("HTTP_PROXY"),
                variable("HTTPS_PROXY"),
                none);
    }

    private Optional<String> exempt() {
        List<String> hosts =
                fields.isText("noProxy") ? fields.text("noProxy").stream().toList() : fields.texts("noProxy");
        return hosts.isEmpty() ? Optional.empty() : Optional.of(String.join(",", hosts));
    }

    private String variable(String name) {
        return Optional.ofNullable(environment.get(name))
                .or(() -> Optional.ofNullable(environment.get(name.toLowerCase(Locale.ROOT))))
                .orElse("");
    }

    private static Proxies proxies(String place, String http, String https, String none) {
        if (http.isBlank() && https.isBlank()) {
            return Proxies.NONE;
        }
        try {
            return Proxies.of(http, https, none);
        } catch (IllegalArgumentException e) {
            // Its message could hold the password, unless it is one of the proxies' own.
            String why = String.valueOf(e.getMessage());
            throw new BadValue(
                    place + ": " + (why.startsWith("proxy ") ? why : "no proxy's URL: expected http://host:port"));
        }
    }
}
