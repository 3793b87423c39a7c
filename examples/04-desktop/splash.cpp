// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "splash.h"

#include <QtGui/qpainter.h>

namespace {

QPixmap drawing()
{
    QPixmap pixmap(480, 240);
    pixmap.fill(QColor(0x1f, 0x2a, 0x44));
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0x2b, 0x3a, 0x5e));
    painter.drawEllipse(QPoint(430, 40), 130, 130);
    painter.setBrush(QColor(0x6e, 0xa8, 0xfe));
    painter.drawRoundedRect(40, 132, 64, 6, 3, 3);

    QFont font = painter.font();
    font.setPixelSize(38);
    font.setBold(true);
    painter.setFont(font);
    painter.setPen(Qt::white);
    painter.drawText(40, 112, QSplashScreen::tr("Order Desk"));
    return pixmap;
}

} // namespace

Splash::Splash()
    : QSplashScreen(drawing())
{
}
