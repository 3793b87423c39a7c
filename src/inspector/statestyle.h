// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_INSPECTOR_STATESTYLE_H
#define QCONDUCTOR_INSPECTOR_STATESTYLE_H

#include "inspectorglobal_p.h"

#include <QConductor/Component>

#include <QtCore/qobject.h>
#include <QtGui/qcolor.h>
#include <QtQml/qqml.h>

QT_BEGIN_NAMESPACE
class QPainter;
class QRectF;
QT_END_NAMESPACE

namespace QConductor {

// How the pictures show the state of a component: in words, by a colour, and by a mark that can be told from the others without
// colours. There are colours for a light and for a dark background.
class QCONDUCTOR_INSPECTOR_AUTOTEST_EXPORT StateStyle : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON

public:
    using State = Component::State;

    explicit StateStyle(QObject *parent = nullptr) : QObject(parent) { }

    static QString text(State state);
    static QColor fill(State state, bool isDark);
    static QColor line(State state, bool isDark);
    static QColor ink(bool isDark); // of text on each fill
    static void paintMark(QPainter &painter, const QRectF &place, State state, bool isDark);

    // For QML, by the number of the state.
    Q_INVOKABLE QString textOf(int state) const { return text(State(state)); }
    Q_INVOKABLE QColor fillOf(int state, bool isDark) const { return fill(State(state), isDark); }
    Q_INVOKABLE QColor lineOf(int state, bool isDark) const { return line(State(state), isDark); }
    Q_INVOKABLE QColor inkOf(bool isDark) const { return ink(isDark); }
    Q_INVOKABLE bool isDark(const QColor &background) const { return background.lightnessF() < 0.5F; }
};

} // namespace QConductor

#endif
