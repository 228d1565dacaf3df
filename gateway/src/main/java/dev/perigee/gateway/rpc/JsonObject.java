package dev.perigee.gateway.rpc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// A JSON object as UTF-8 bytes, and where in them its members stand. Immutable; an object with a member changed
/// has every other byte as it was. Checked as a whole when it is parsed: grammar, depth, and that no name stands
/// twice.
public final class JsonObject {
    private static final int DEPTH_MAX = 256;
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    public static final JsonObject EMPTY = of("{}");

    private final byte[] bytes;
    private final List<Member> members;

    /// A name, and the bytes of its value: from `start` up to `end`.
    private record Member(String name, int start, int end) {
        Member movedBy(int bytes) {
            return new Member(name, start + bytes, end + bytes);
        }
    }

    private JsonObject(byte[] bytes, List<Member> members) {
        this.bytes = bytes;
        this.members = members;
    }

    /// Reads an object and nothing behind it. `bytes` must not be changed afterwards. Throws `MalformedMessage`.
    public static JsonObject parse(byte[] bytes) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedMessage("expected a JSON object, not " + firstOf(bytes));
            }
            List<Member> members = new ArrayList<>(4);
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                json.nextToken();
                int start = (int) json.currentTokenLocation().getByteOffset();
                json.skipChildren();
                json.finishToken();
                members.add(new Member(name, start, (int) json.currentLocation().getByteOffset()));
            }
            if (json.nextToken() != null) {
                throw new MalformedMessage("expected the end behind the JSON object");
            }
            return new JsonObject(bytes, members);
        } catch (JacksonException e) {
            throw new MalformedMessage(
                    "not JSON at byte " + e.getLocation().getByteOffset() + ": " + e.getOriginalMessage());
        }
    }

    public static JsonObject of(String text) {
        return parse(JsonText.utf8(text));
    }

    /// The object as it stands; not to be changed.
    public byte[] bytes() {
        return bytes;
    }

    /// The object on one line: in JSON a line break can only stand where a space can.
    public byte[] line() {
        byte[] line = bytes.clone();
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        return line;
    }

    /// The value of a member as it stands.
    public Optional<byte[]> value(String name) {
        return member(name).map(member -> Arrays.copyOfRange(bytes, member.start(), member.end()));
    }

    public boolean has(String name) {
        return member(name).isPresent();
    }

    /// The member if it is an object.
    public Optional<JsonObject> object(String name) {
        return member(name)
                .filter(member -> bytes[member.start()] == '{')
                .map(member -> parse(Arrays.copyOfRange(bytes, member.start(), member.end())));
    }

    /// The objects in the member if it is an array; what is no object in it is left out.
    public List<JsonObject> objects(String name) {
        return member(name)
                .filter(member -> bytes[member.start()] == '[')
                .map(member -> JsonArray.objects(Arrays.copyOfRange(bytes, member.start(), member.end())))
                .orElse(List.of());
    }

    /// The member if it is a string, decoded.
    public Optional<String> string(String name) {
        return member(name)
                .filter(member -> bytes[member.start()] == '"')
                .map(member -> JsonText.decode(bytes, member.start(), member.end()));
    }

    /// The strings in the member if it is an array; what is no string in it is left out.
    public List<String> strings(String name) {
        return member(name)
                .filter(member -> bytes[member.start()] == '[')
                .map(member -> JsonArray.strings(Arrays.copyOfRange(bytes, member.start(), member.end())))
                .orElse(List.of());
    }

    /// Whether the member is there and `true`.
    public boolean isTrue(String name) {
        return value(name)
                .filter(value -> Arrays.equals(value, JsonText.utf8("true")))
                .isPresent();
    }

    /// The member if it is a whole number that fits.
    public OptionalInt integer(String name) {
        Optional<byte[]> value = value(name);
        try {
            return value.isEmpty()
                    ? OptionalInt.empty()
                    : OptionalInt.of(Integer.parseInt(new String(value.get(), StandardCharsets.UTF_8)));
        } catch (NumberFormatException _) {
            return OptionalInt.empty();
        }
    }

    /// The names of the members in their order.
    public List<String> names() {
        return members.stream().map(Member::name).toList();
    }

    /// Without a member; the same when it is not there.
    public JsonObject without(String name) {
        if (!has(name)) {
            return this;
        }
        JsonObject rest = EMPTY;
        for (Member member : members) {
            if (!member.name().equals(name)) {
                rest = rest.with(member.name(), Arrays.copyOfRange(bytes, member.start(), member.end()));
            }
        }
        return rest;
    }

    /// With a member set to `value`, which must be a JSON value: in its place if it is there, else as the last
    /// one.
    public JsonObject with(String name, byte[] value) {
        return member(name).map(member -> replaced(member, value)).orElseGet(() -> appended(name, value));
    }

    public JsonObject with(String name, JsonObject value) {
        return with(name, value.bytes);
    }

    public JsonObject with(String name, String value) {
        return with(name, JsonText.utf8(JsonText.quoted(value)));
    }

    public JsonObject with(String name, boolean value) {
        return with(name, JsonText.utf8(Boolean.toString(value)));
    }

    public JsonObject with(String name, long value) {
        return with(name, JsonText.utf8(Long.toString(value)));
    }

    private JsonObject replaced(Member member, byte[] value) {
        int growth = value.length - (member.end() - member.start());
        byte[] changed = new byte[bytes.length + growth];
        System.arraycopy(bytes, 0, changed, 0, member.start());
        System.arraycopy(value, 0, changed, member.start(), value.length);
        System.arraycopy(bytes, member.end(), changed, member.end() + growth, bytes.length - member.end());
        List<Member> moved = members.stream()
                .map(other -> other.start() == member.start()
                        ? new Member(other.name(), other.start(), other.end() + growth)
                        : other.start() < member.start() ? other : other.movedBy(growth))
                .toList();
        return new JsonObject(changed, moved);
    }

    private JsonObject appended(String name, byte[] value) {
        byte[] lead = JsonText.utf8((members.isEmpty() ? "" : ",") + JsonText.quoted(name) + ":");
        int end = bytes.length - 1;
        while (bytes[end] != '}') {
            end--;
        }
        byte[] changed = new byte[bytes.length + lead.length + value.length];
        System.arraycopy(bytes, 0, changed, 0, end);
        System.arraycopy(lead, 0, changed, end, lead.length);
        int start = end + lead.length;
        System.arraycopy(value, 0, changed, start, value.length);
        System.arraycopy(bytes, end, changed, start + value.length, bytes.length - end);
        List<Member> more = new ArrayList<>(members);
        more.add(new Member(name, start, start + value.length));
        return new JsonObject(changed, more);
    }

    private Optional<Member> member(String name) {
        return members.stream().filter(member -> member.name().equals(name)).findFirst();
    }

    private static String firstOf(byte[] bytes) {
        String text = new String(bytes, 0, Math.min(bytes.length, 40), StandardCharsets.UTF_8);
        return '"' + text.replaceAll("\\p{Cntrl}", "?") + '"';
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
