// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_DIAMOND_H
#define QCONDUCTOR_TESTS_DIAMOND_H

#include "probe.h"

// Top needs Left and Right, and each of the two needs Base.
class Base : public Probe
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit Base(QObject *parent = nullptr) : Probe(parent) { }
};

class Left : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Base *base MEMBER base)
public:
    Q_INVOKABLE explicit Left(QObject *parent = nullptr) : Probe(parent) { }
    Base *base = nullptr;
};

class Right : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Base *base MEMBER base)
public:
    Q_INVOKABLE explicit Right(QObject *parent = nullptr) : Probe(parent) { }
    Base *base = nullptr;
};

class Top : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Left *left MEMBER left)
    Q_PROPERTY(Right *right MEMBER right)
public:
    Q_INVOKABLE explicit Top(QObject *parent = nullptr) : Probe(parent) { }
    Left *left = nullptr;
    Right *right = nullptr;
};

#endif
