// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_INSPECTOR_TIMEAXIS_H
#define QCONDUCTOR_INSPECTOR_TIMEAXIS_H

#include "inspectorglobal_p.h"

#include <QtCore/qobject.h>
#include <QtCore/qvariant.h>
#include <QtQml/qqml.h>

namespace QConductor {

// The ticks of a time axis that begins at 0: at multiples of 1, 2 or 5 times a power of ten, each with its time and unit.
class QCONDUCTOR_INSPECTOR_AUTOTEST_EXPORT TimeAxis : public QObject
{
    Q_OBJECT
    Q_PROPERTY(qreal total MEMBER m_total WRITE setTotal NOTIFY changed FINAL)           // in ms
    Q_PROPERTY(int mostTicks MEMBER m_mostTicks WRITE setMostTicks NOTIFY changed FINAL) // beside that at 0
    Q_PROPERTY(QVariantList ticks READ ticks NOTIFY changed FINAL) // each with its position, from 0 to 1, and its text
    QML_ELEMENT

public:
    using QObject::QObject;

    void setTotal(qreal total);
    void setMostTicks(int count);
    QVariantList ticks() const;
    static qreal stepOf(qreal total, int mostTicks);                     // in ms; 0 if the total is
    Q_INVOKABLE static QString text(qreal milliseconds, qreal step = 0); // with the digits that the step needs

Q_SIGNALS:
    void changed();

private:
    qreal m_total = 0;
    int m_mostTicks = 8;
};

} // namespace QConductor

#endif
