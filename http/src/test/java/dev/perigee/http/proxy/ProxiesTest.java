package dev.perigee.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
    private static final String NONE = "localhost, .corp.example,example.org:8443, 10.1.2.3, [::1]";

    @ParameterizedTest
    @CsvSource({
        "https://other.com/mcp, true",
        "http://localhost:8080/, false",
        "https://a.corp.example/, false",
        "https://corp.example/, false",
        "https://notcorp.example/, true",
        "https://example.org:8443/, false",
        "https://sub.example.org:8443/, false",
        "https://example.org/, true",
        "http://10.1.2.3:9/, false",
        "http://[::1]:9/, false",
    })
    void hostsThatAreNamedAreReachedDirectly(String target, boolean proxied) {
        Proxies proxies = Proxies.of("http://p1:3128", "p2:3129", NONE);

        assertThat(proxies.towards(URI.create(target)).isPresent()).isEqualTo(proxied);
    }

    @Test
    void theSchemeOfTheTargetSaysWhichProxy() {
        Proxies proxies = Proxies.of("http://p1:3128", "p2:3129", "");

        assertThat(proxies.towards(URI.create("http://x/"))).contains(URI.create("http://p1:3128"));
        assertThat(proxies.towards(URI.create("https://x/"))).contains(URI.create("http://p2:3129"));
        assertThat(Proxies.of("", "p2:3129", "").towards(URI.create("http://x/")))
                .isEmpty();
        assertThat(Proxies.of("p1:1", "p2:1", "*").towards(URI.create("http://x/")))
                .isEmpty();
    }

    @Test
    void theEnvironmentNamesThemInCapitalsOrNotAndNeverForThisMachine() {
        Proxies proxies =
                Proxies.in(Map.of("https_proxy", "p2:3129", "HTTP_PROXY", "http://p1:3128", "no_proxy", "a.example"));

        assertThat(proxies.towards(URI.create("https://x/"))).contains(URI.create("http://p2:3129"));
        assertThat(proxies.towards(URI.create("http://x/"))).contains(URI.create("http://p1:3128"));
        assertThat(proxies.towards(URI.create("https://a.example/"))).isEmpty();
        assertThat(proxies.towards(URI.create("https://localhost:7400/"))).isEmpty();
        assertThat(Proxies.in(Map.of()).towards(URI.create("https://x/"))).isEmpty();
    }

    @Test
    void whatIsNoAddressOfAProxyIsNotShownWithItsPassword() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Proxies.of("", "http://user:se cret@p:1", ""))
                .withMessage("proxy: no URL of a proxy: expected http://host:port")
                .withNoCause();
    }

    @Test
    void credentialsDoNotPrint() {
        assertThat(Proxies.of("http://user:secret@p1:3128", "", "")).asString().doesNotContain("secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Proxies.of("", "socks5://user:secret@p:1", ""))
                .withMessage("proxy socks5://***@p:1: expected http://host:port");
    }
}
