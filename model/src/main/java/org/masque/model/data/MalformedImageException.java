package org.masque.model.data;

/** The bytes of one image break the rules of their format; {@link ImageDecoder} adds the image's name. */
final class MalformedImageException extends Exception {
    MalformedImageException(String detail) {
        super(detail);
    }
}
