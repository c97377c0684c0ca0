package org.masque.actors.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;

/** Text: its length in bytes, then UTF-8 without mistakes. */
final class StringValue extends WireValue<String> {
    private final WireLimits limits;

    StringValue(WireLimits limits) {
        this.limits = limits;
    }

    @Override
    int fewestBytes() {
        return 1;
    }

    @Override
    void put(Kryo kryo, Output output, String value) {
        // Before it is turned into bytes: a character has one at least.
        checkSize(value.length(), limits.stringBytes(), "text");
        byte[] bytes = encoded(value);
        checkSize(bytes.length, limits.stringBytes(), "text");
        output.writeVarInt(bytes.length, true);
        output.writeBytes(bytes);
    }

    @Override
    String take(Kryo kryo, GuardedInput input) {
        int length = input.size(1, input.limits().stringBytes());
        ByteBuffer bytes = ByteBuffer.wrap(input.getBuffer(), input.position(), length);
        String text = decoded(bytes);
        input.setPosition(input.position() + length);
        return text;
    }

    // A decoder that reports, where a String's constructor would put a question mark.
    private static String decoded(ByteBuffer bytes) {
        try {
            return UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException failure) {
            throw new WireException(RejectionReason.MALFORMED, "text that is not UTF-8", failure);
        }
    }

    private static byte[] encoded(String value) {
        try {
            ByteBuffer encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(value));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException failure) {
            throw new WireException(RejectionReason.MALFORMED, "text with half a character", failure);
        }
    }
}
