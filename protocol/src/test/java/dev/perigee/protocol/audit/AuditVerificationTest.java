package dev.perigee.protocol.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.audit.AuditVerification.Flaw;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.signing.KeyChain;
import dev.perigee.protocol.signing.Purpose;
import dev.perigee.protocol.signing.Signed;
import dev.perigee.protocol.signing.SigningKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuditVerificationTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final SigningKey KEY = SigningKey.create(new Random(1));
    private static final SigningKey OTHER = SigningKey.create(new Random(2));

    @Test
    void aChainThatNobodyTouchedHolds() {
        assertThat(flaw(chain(9, 3))).isNull();
        assertThat(flaw(List.of())).isNull();
    }

    @Test
    void aChangedTextIsNamed() {
        List<AuditLine> lines = chain(9, 3);
        int at = index(lines, 5);
        AuditLine.Entry entry = (AuditLine.Entry) lines.get(at);
        lines.set(at, new AuditLine.Entry(entry.entry().replace("s5", "s6"), entry.hash()));
        assertThat(flaw(lines)).extracting(Flaw::number).isEqualTo(5L);
    }

    @Test
    void aMissingEntryIsNamed() {
        List<AuditLine> lines = chain(9, 3);
        lines.remove(index(lines, 5));
        assertThat(flaw(lines)).isEqualTo(new Flaw(5, "entry 6 stands in its place"));
    }

    @Test
    void entriesThatChangedPlacesAreNamed() {
        List<AuditLine> lines = chain(9, 9);
        AuditLine fifth = lines.get(4);
        lines.set(4, lines.get(5));
        lines.set(5, fifth);
        assertThat(flaw(lines)).extracting(Flaw::number).isEqualTo(5L);
    }

    @Test
    void whoMakesAllHashesAnewIsFoundAtTheNextCheckpoint() {
        List<AuditLine> lines = chain(9, 3);
        Head head = Head.start("c");
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i) instanceof AuditLine.Entry entry) {
                String text = entry.entry().replace("s5", "forged");
                head = head.next(text);
                lines.set(i, new AuditLine.Entry(text, head.hash()));
            }
        }
        assertThat(flaw(lines)).isNotNull().satisfies(flaw -> {
            assertThat(flaw.number()).isEqualTo(4);
            assertThat(flaw.why()).contains("one of those up to 6");
        });
    }

    @Test
    void aCheckpointOfAnotherKeyUnderTheNameOfTheOneThatIsBelievedIsForged() {
        List<AuditLine> lines = chain(3, 3);
        AuditLine.Seal seal = (AuditLine.Seal) lines.getLast();
        Signed other = Signed.seal(Purpose.AUDIT, seal.checkpoint().text(), OTHER);
        lines.set(
                lines.size() - 1,
                new AuditLine.Seal(new Signed(other.text(), KEY.verification().id(), other.signature())));
        assertThat(flaw(lines)).extracting(Flaw::why).asString().contains("not signed by the key that it names");
    }

    @Test
    void aCheckpointByAKeyThatIsNotBelievedProvesNothing() {
        AuditVerification verification = new AuditVerification("c", KeyChain.of(OTHER.verification()));
        chain(3, 3).forEach(line -> assertThat(verification.take(line)).isNull());
        assertThat(verification.summary().checkpoints()).isZero();
        assertThat(verification.summary().unknown()).isOne();
        assertThat(verification.summary().sealed()).isZero();
    }

    @Test
    void theChainOfAnotherControlPlaneIsNotThisOne() {
        AuditVerification verification = new AuditVerification("d", KeyChain.of(KEY.verification()));
        assertThat(verification.take(chain(1, 1).getFirst()))
                .extracting(Flaw::number)
                .isEqualTo(1L);
    }

    @Test
    void whatWasRemovedInTimeIsNotMissed() {
        List<AuditLine> lines = chain(9, 3);
        List<AuditLine> rest = lines.subList(index(lines, 3) + 1, lines.size());
        assertThat(rest.getFirst()).isInstanceOf(AuditLine.Seal.class);
        assertThat(flaw(rest)).isNull();
        assertThat(flaw(rest.subList(1, rest.size()))).extracting(Flaw::number).isEqualTo(1L);
    }

    @Test
    void whatIsNoEntryIsNamed() {
        assertThat(flaw(List.of(new AuditLine.Entry("{}", "00"))))
                .extracting(Flaw::number)
                .isEqualTo(1L);
    }

    /// Two entries as control planes wrote them before entries had addresses, and one as they do now.
    @Test
    void aChainThatWasBegunWithoutAddressesGoesOnWithThem() {
        List<String> before = List.of(
                "{\"number\":1,\"at\":\"2026-01-01T00:00:00Z\",\"actor\":\"operator\",\"act\":\"token.create\","
                        + "\"subject\":\"*\",\"details\":{\"scope\":\"global\"}}",
                "{\"number\":2,\"at\":\"2026-01-01T00:00:01Z\",\"actor\":\"satellite:far\","
                        + "\"act\":\"satellite.register\",\"subject\":\"far\",\"details\":{}}");
        List<String> hashes = List.of(
                "ffa4c0676be6cf4a1e9f945af45e2910adc598332158e9f2ae129bf86fd350a0",
                "6c53d6347ade40cfe13e1fe96fbb99b8515fdbb01b35b9ad8b4ba4759a489c70");
        Deed next = new Deed("key:ada", AuditAct.DENIED, "GET /api/v1/audit").from("2001:db8::7");
        String text = Json.WIRE.text(AuditEntry.of(3, NOW, next));
        String hash = new Head(2, hashes.get(1)).next(text).hash();
        AuditVerification verification = new AuditVerification("c0ffee00c0ffee00", KeyChain.of(KEY.verification()));

        assertThat(verification.take(new AuditLine.Entry(before.get(0), hashes.get(0))))
                .isNull();
        assertThat(verification.take(new AuditLine.Entry(before.get(1), hashes.get(1))))
                .isNull();
        assertThat(verification.take(new AuditLine.Entry(text, hash))).isNull();

        assertThat(text).contains("\"address\":\"2001:db8::7\"");
        for (String old : before) {
            AuditEntry entry = Json.WIRE.read(old, AuditEntry.class);
            assertThat(entry.address()).isNull();
            assertThat(Json.WIRE.text(entry))
                    .as("an entry without an address is written as before")
                    .isEqualTo(old);
        }
    }

    private static @Nullable Flaw flaw(List<AuditLine> lines) {
        AuditVerification verification = new AuditVerification("c", KeyChain.of(KEY.verification()));
        for (AuditLine line : lines) {
            Flaw flaw = verification.take(line);
            if (flaw != null) {
                return flaw;
            }
        }
        return null;
    }

    /// So many entries, and a checkpoint behind each so many.
    private static List<AuditLine> chain(int entries, int every) {
        List<AuditLine> lines = new ArrayList<>();
        Head head = Head.start("c");
        for (int i = 1; i <= entries; i++) {
            Deed deed = new Deed("operator", AuditAct.COMMAND_SUBMITTED, "s" + i);
            String text = Json.WIRE.text(AuditEntry.of(i, NOW, deed));
            head = head.next(text);
            lines.add(new AuditLine.Entry(text, head.hash()));
            if (i % every == 0) {
                String checkpoint = Json.WIRE.text(new Checkpoint("c", i, head.hash(), NOW));
                lines.add(new AuditLine.Seal(Signed.seal(Purpose.AUDIT, checkpoint, KEY)));
            }
        }
        return lines;
    }

    private static int index(List<AuditLine> lines, long number) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i) instanceof AuditLine.Entry entry
                    && Json.WIRE.read(entry.entry(), AuditEntry.class).number() == number) {
                return i;
            }
        }
        throw new AssertionError("no entry " + number);
    }
}
