package dev.perigee.gateway.config;

import dev.perigee.gateway.redaction.SecretNames;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The values in a server's configuration that are taken for secrets: those of its environment and headers, of its
/// URL's query and of options that look secret, and what references to secrets brought in. A value that is short is
/// only one where its name says so: hiding
/// each `true` would hide too much.
public final class ConfiguredSecrets {
    private static final int LENGTH_MIN = 8;
    private static final int NAMED_LENGTH_MIN = 3;

    private ConfiguredSecrets() {}

    public static Set<String> of(UpstreamConfig config) {
        Set<String> secrets = new LinkedHashSet<>();
        switch (config) {
            case UpstreamConfig.Stdio stdio -> {
                addAll(stdio.environment(), secrets);
                addOptions(stdio.arguments(), secrets);
            }
            case UpstreamConfig.Http http -> {
                addAll(http.headers(), secrets);
                addAll(http.query(), secrets);
                http.urls().forEach(url -> addQuery(url, secrets));
            }
        }
        config.options().revealed().values().stream()
                .filter(value -> value.length() >= NAMED_LENGTH_MIN)
                .forEach(secrets::add);
        return secrets;
    }

    private static void addAll(Map<String, String> values, Set<String> secrets) {
        values.forEach((name, value) -> add(name, value, secrets));
    }

    private static void add(String name, String value, Set<String> secrets) {
        int min = SecretNames.looksSecret(name) ? NAMED_LENGTH_MIN : LENGTH_MIN;
        if (value.length() >= min) {
            secrets.add(value);
        }
        int scheme = value.indexOf(' ');
        if (scheme > 0 && value.length() - scheme > NAMED_LENGTH_MIN && SecretNames.looksSecret(name)) {
            secrets.add(value.substring(scheme + 1));
        }
    }

    /// `--api-key=VALUE` and `--api-key VALUE`.
    private static void addOptions(List<String> arguments, Set<String> secrets) {
        String name = "";
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals > 0) {
                addNamed(argument.substring(0, equals), argument.substring(equals + 1), secrets);
                name = "";
            } else if (argument.startsWith("-")) {
                name = argument;
            } else {
                addNamed(name, argument, secrets);
                name = "";
            }
        }
    }

    private static void addNamed(String name, String value, Set<String> secrets) {
        if (SecretNames.looksSecret(name)) {
            add(name, value, secrets);
        }
    }

    private static void addQuery(URI url, Set<String> secrets) {
        if (url.getRawQuery() == null) {
            return;
        }
        for (String pair : url.getRawQuery().split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                add(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8),
                        secrets);
            }
        }
    }
}
