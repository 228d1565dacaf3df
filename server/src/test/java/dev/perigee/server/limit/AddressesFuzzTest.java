package dev.perigee.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;

/// What callers and proxies say for whom they call: a line for `Forwarded`, the rest for `X-Forwarded-For`.
@Tag("fuzzing")
class AddressesFuzzTest {
    private static final String PROXY = "127.0.0.1";
    private static final Addresses ADDRESSES = new Addresses(List.of(AddressRange.parse("127.0.0.0/8")));

    @FuzzTest
    void whateverIsSaidACallIsCountedForOneAddress(byte[] input) {
        String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 2);
        List<String> forwarded = lines[0].isEmpty() ? List.of() : List.of(lines[0]);
        List<String> forwardedFor = lines.length < 2 ? List.of() : List.of(lines[1]);

        String address = ADDRESSES.of(PROXY, forwarded, forwardedFor);

        assertThat(InetAddress.ofLiteral(address.replaceFirst("/64$", ""))).isNotNull();
        assertThat(ADDRESSES.of("192.0.2.1", forwarded, forwardedFor))
                .as("who is not trusted says nothing")
                .isEqualTo("192.0.2.1");
    }
}
