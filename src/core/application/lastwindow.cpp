// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "application/lastwindow_p.h"

#include <QtCore/qabstracteventdispatcher.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qvariant.h>

namespace QConductor {

namespace {

constexpr const char *quitProperty = "quitOnLastWindowClosed"; // an application without windows has no such property

} // namespace

LastWindow::LastWindow() : m_isQuitting(QCoreApplication::instance()->property(quitProperty).toBool())
{
    if (!m_isQuitting)
        return;
    QCoreApplication::instance()->setProperty(quitProperty, false);
    connect(QCoreApplication::instance(), SIGNAL(lastWindowClosed()), this, SLOT(closed()));
}

LastWindow::~LastWindow()
{
    if (m_isQuitting)
        QCoreApplication::instance()->setProperty(quitProperty, true);
}

void LastWindow::closed()
{
    connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::aboutToBlock, this, &LastWindow::loopWaits,
            Qt::UniqueConnection);
}

void LastWindow::loopWaits()
{
    disconnect(QAbstractEventDispatcher::instance(), nullptr, this, nullptr);
    QCoreApplication::quit();
}

} // namespace QConductor
