package dev.perigee.server.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.BadValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    private static final Addresses ALONE = new Addresses(List.of());
    private static final Addresses PROXIED = new Addresses(List.of(
            AddressRange.parse("10.0.0.0/8"), AddressRange.parse("2001:db8:1::/48"), AddressRange.parse("::1")));

    @Test
    void whatAStrangerSaysOfItselfCountsForNothing() {
        assertThat(ALONE.of("192.0.2.1", List.of("for=198.51.100.7"), List.of("198.51.100.7")))
                .isEqualTo("192.0.2.1");
        assertThat(PROXIED.of("192.0.2.1", List.of(), List.of("198.51.100.7"))).isEqualTo("192.0.2.1");
    }

    @Test
    void aTrustedProxyIsBelievedFromTheRightUpToTheFirstThatIsNone() {
        assertThat(PROXIED.of("10.1.1.1", List.of(), List.of("203.0.113.9, 198.51.100.7, 10.2.2.2")))
                .isEqualTo("198.51.100.7");
        assertThat(PROXIED.of("10.1.1.1", List.of(), List.of("203.0.113.9", "198.51.100.7")))
                .isEqualTo("198.51.100.7");
        assertThat(PROXIED.of("10.1.1.1", List.of("for=203.0.113.9, For=\"198.51.100.7:4711\";proto=https"), List.of()))
                .isEqualTo("198.51.100.7");
    }

    @Test
    void aHeaderThatTheProxyDoesNotWriteCannotBeUsedToPretend() {
        assertThat(PROXIED.of("10.1.1.1", List.of("for=203.0.113.66"), List.of("198.51.100.7")))
                .isEqualTo("10.1.1.1");
        assertThat(PROXIED.of("10.1.1.1", List.of("for=198.51.100.7"), List.of("198.51.100.7")))
                .isEqualTo("198.51.100.7");
    }

    @Test
    void whatIsNoAddressEndsTheWay() {
        for (String odd : List.of("unknown", "_hidden", "evil.example.com", "", "999.1.1.1")) {
            assertThat(PROXIED.of("10.1.1.1", List.of(), List.of("203.0.113.9, " + odd)))
                    .as(odd)
                    .isEqualTo("10.1.1.1");
        }
        assertThat(PROXIED.of("10.1.1.1", List.of("proto=https"), List.of())).isEqualTo("10.1.1.1");
    }

    @Test
    void aSubscriberIsOneHoweverManyAddressesItHas() {
        assertThat(ALONE.of("2001:db8::1", List.of(), List.of()))
                .isEqualTo(ALONE.of("2001:db8::ffff:1", List.of(), List.of()))
                .isNotEqualTo(ALONE.of("2001:db8:0:1::1", List.of(), List.of()));
        assertThat(PROXIED.of("2001:db8:1::5", List.of("for=\"[2001:db8:cafe::17]:4711\""), List.of()))
                .isEqualTo("2001:db8:cafe:0:0:0:0:0/64");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "example.com", "10.0.0/8", "::/129", "10.0.0.0/x"})
    void aRangeThatIsNoneIsRefusedByItsText(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("limits.trusted-proxies \"" + text + "\": expected an address or a range");
    }

    @Test
    void aPrefixMayEndWithinAByte() {
        Addresses odd = new Addresses(List.of(AddressRange.parse("10.0.0.0/12")));
        assertThat(odd.of("10.15.0.1", List.of(), List.of("198.51.100.7"))).isEqualTo("198.51.100.7");
        assertThat(odd.of("10.16.0.1", List.of(), List.of("198.51.100.7"))).isEqualTo("10.16.0.1");
    }
}
