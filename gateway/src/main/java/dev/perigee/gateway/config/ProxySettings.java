package dev.perigee.gateway.config;

import dev.perigee.http.proxy.Proxies;
import dev.perigee.protocol.BadValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Which proxies lead to a server: those of its entry, or else those that the satellite's environment names in
/// `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in capitals or not. Those of the environment never lead to the
/// satellite's own machine.
record ProxySettings(Fields fields, Map<String, String> environment) {
    private static final String NONE = "none";

    Proxies proxies() {
        Optional<String> own = fields.text("proxy").map(String::strip);
        Optional<String> exempt = exempt();
        if (own.isPresent()) {
            String proxy = own.get().equals(NONE) ? "" : own.get();
            return proxies("proxy of server " + fields.server(), () -> Proxies.of(proxy, proxy, exempt.orElse("")));
        }
        return proxies(
                "HTTPS_PROXY or HTTP_PROXY of the environment, for server " + fields.server(),
                () -> exempt.map(hosts -> Proxies.in(environment).sparing(hosts + "," + Proxies.OWN_MACHINE))
                        .orElseGet(() -> Proxies.in(environment)));
    }

    private Optional<String> exempt() {
        List<String> hosts =
                fields.isText("noProxy") ? fields.text("noProxy").stream().toList() : fields.texts("noProxy");
        return hosts.isEmpty() ? Optional.empty() : Optional.of(String.join(",", hosts));
    }

    private static Proxies proxies(String place, Supplier<Proxies> given) {
        try {
            Proxies proxies = given.get();
            return proxies.http() == null && proxies.https() == null ? Proxies.NONE : proxies;
        } catch (IllegalArgumentException e) {
            // Its message could hold the password, unless it is one of the proxies' own.
            String why = String.valueOf(e.getMessage());
            throw new BadValue(
                    place + ": " + (why.startsWith("proxy ") ? why : "no proxy's URL: expected http://host:port"));
        }
    }
}
