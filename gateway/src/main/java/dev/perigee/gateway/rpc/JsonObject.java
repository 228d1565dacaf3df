package dev.perigee.gateway.rpc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/// A JSON object as UTF-8 bytes, and where in them its members stand. Immutable; an object with a member changed
/// has every other byte as it was. Checked as a whole when it is parsed: grammar, depth, and that no name stands
/// twice.
public final class JsonObject {
    private static final int DEPTH_MAX = 256;
    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(DEPTH_MAX)
            .maxStringLength(Integer.MAX_VALUE)
            .build();

    /// For what was checked before, as part of a whole.
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(CONSTRAINTS)
            // JSON is UTF-8 here. In what is not, no member would stand where the parser says.
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .build();

    private static final JsonFactory CHECKING =
            JSON.rebuild().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    public static final JsonObject EMPTY = of("{}");

    private final byte[] bytes;
    private final List<Member> members;

    /// A name, and the bytes of its value: from `start` up to `end`.
    private static final class Member {
        private final String name;
        private final int start;
        private final int end;
        /// The value once it was read as an object. A race only makes that happen twice.
        private @Nullable JsonObject object;

        Member(String name, int start, int end, @Nullable JsonObject object) {
            this.name = name;
            this.start = start;
            this.end = end;
            this.object = object;
        }

        Member at(int other) {
            return other == start ? this : new Member(name, other, other + end - start, object);
        }
    }

    private JsonObject(byte[] bytes, List<Member> members) {
        this.bytes = bytes;
        this.members = members;
    }

    /// Reads an object and nothing behind it. `bytes` must not be changed afterwards. Throws `MalformedMessage`.
    public static JsonObject parse(byte[] bytes) {
        return parse(CHECKING, withoutMark(bytes));
    }

    /// Some programs begin what they write with a byte order mark.
    private static byte[] withoutMark(byte[] bytes) {
        return bytes.length >= MARK.length && Arrays.equals(MARK, 0, MARK.length, bytes, 0, MARK.length)
                ? Arrays.copyOfRange(bytes, MARK.length, bytes.length)
                : bytes;
    }

    /// Reads what is part of something that was parsed.
    static JsonObject part(byte[] bytes) {
        return parse(JSON, bytes);
    }

    private static JsonObject parse(JsonFactory factory, byte[] bytes) {
        try (JsonParser json = factory.createParser(ObjectReadContext.empty(), bytes)) {
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
                members.add(new Member(name, start, (int) json.currentLocation().getByteOffset(), null));
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
        return Optional.ofNullable(member(name)).map(this::valueOf);
    }

    public boolean has(String name) {
        return member(name) != null;
    }

    /// The member if it is an object.
    public Optional<JsonObject> object(String name) {
        Member member = member(name);
        if (member == null || bytes[member.start] != '{') {
            return Optional.empty();
        }
        JsonObject object = member.object;
        if (object == null) {
            object = part(valueOf(member));
            member.object = object;
        }
        return Optional.of(object);
    }

    /// The objects in the member if it is an array; what is no object in it is left out.
    public List<JsonObject> objects(String name) {
        Member member = member(name);
        return member != null && bytes[member.start] == '[' ? JsonArray.objects(valueOf(member)) : List.of();
    }

    /// The member if it is a string, decoded.
    public Optional<String> string(String name) {
        Member member = member(name);
        return member != null && bytes[member.start] == '"'
                ? Optional.of(JsonText.decode(bytes, member.start, member.end))
                : Optional.empty();
    }

    /// The strings in the member if it is an array; what is no string in it is left out.
    public List<String> strings(String name) {
        Member member = member(name);
        return member != null && bytes[member.start] == '[' ? JsonArray.strings(valueOf(member)) : List.of();
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
        return members.stream().map(member -> member.name).toList();
    }

    /// Without a member; the same when it is not there.
    public JsonObject without(String name) {
        if (!has(name)) {
            return this;
        }
        ByteArrayOutputStream rest = new ByteArrayOutputStream(bytes.length);
        List<Member> left = new ArrayList<>(members.size());
        rest.write('{');
        for (Member member : members) {
            if (!member.name.equals(name)) {
                rest.writeBytes(lead(member.name, left.isEmpty()));
                left.add(member.at(rest.size()));
                rest.write(bytes, member.start, member.end - member.start);
            }
        }
        rest.write('}');
        return new JsonObject(rest.toByteArray(), left);
    }

    /// With a member set to `value`, which must be a JSON value: in its place if it is there, else as the last
    /// one.
    public JsonObject with(String name, byte[] value) {
        return with(name, value, null);
    }

    public JsonObject with(String name, JsonObject value) {
        return with(name, value.bytes, value);
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

    private JsonObject with(String name, byte[] value, @Nullable JsonObject object) {
        Member member = member(name);
        return member == null ? appended(name, value, object) : replaced(member, value, object);
    }

    private JsonObject replaced(Member member, byte[] value, @Nullable JsonObject object) {
        int growth = value.length - (member.end - member.start);
        byte[] changed = new byte[bytes.length + growth];
        System.arraycopy(bytes, 0, changed, 0, member.start);
        System.arraycopy(value, 0, changed, member.start, value.length);
        System.arraycopy(bytes, member.end, changed, member.end + growth, bytes.length - member.end);
        List<Member> moved = new ArrayList<>(members.size());
        for (Member other : members) {
            moved.add(
                    other == member
                            ? new Member(member.name, member.start, member.start + value.length, object)
                            : other.at(other.start < member.start ? other.start : other.start + growth));
        }
        return new JsonObject(changed, moved);
    }

    private JsonObject appended(String name, byte[] value, @Nullable JsonObject object) {
        byte[] lead = lead(name, members.isEmpty());
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
        List<Member> more = new ArrayList<>(members.size() + 1);
        more.addAll(members);
        more.add(new Member(name, start, start + value.length, object));
        return new JsonObject(changed, more);
    }

    private static byte[] lead(String name, boolean first) {
        return JsonText.utf8((first ? "" : ",") + JsonText.quoted(name) + ":");
    }

    private byte[] valueOf(Member member) {
        return Arrays.copyOfRange(bytes, member.start, member.end);
    }

    private @Nullable Member member(String name) {
        for (Member member : members) {
            if (member.name.equals(name)) {
                return member;
            }
        }
        return null;
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
